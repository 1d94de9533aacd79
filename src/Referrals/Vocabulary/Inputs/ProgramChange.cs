using System.Globalization;
using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals;

/// <summary>
/// Somebody changed a program while it was running: wrote or published a version, paused, resumed, ended or archived it. It is decided and stored
/// like every other input, so that the journal holds who changed what, when and why. See <see cref="ReferralEngine.Publishing"/>.
/// </summary>
public sealed record ProgramChange : ReferralInputOf<ProgramChange>
{
    [JsonConstructor]
    internal ProgramChange()
    {
    }

    /// <summary>What was changed.</summary>
    [JsonInclude]
    public ProgramChangeKind Kind { get; internal init; }

    /// <summary>The version that it is about; <c>null</c> for a change of the whole program.</summary>
    [JsonInclude]
    public int? Version { get; internal init; }

    /// <summary>From when on it was asked for; <c>null</c> for as soon as possible.</summary>
    [JsonInclude]
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? From { get; internal init; }

    /// <summary>Who changed it, as the application calls its own people.</summary>
    [JsonInclude]
    public string By { get; internal init; } = string.Empty;

    /// <summary>Why.</summary>
    [JsonInclude]
    public string Reason { get; internal init; } = string.Empty;

    /// <summary>The revision of the program that whoever changed it had seen.</summary>
    [JsonInclude]
    public long Revision { get; internal init; }

    /// <summary>Whether referrals under way move to the version that is published; else they keep the version that they were created under.</summary>
    [JsonInclude]
    public bool MovesReferrals { get; internal init; }

    /// <summary>Why the warnings about a version that is published are accepted; <c>null</c> where nobody said so.</summary>
    [JsonInclude]
    public string? Accepted { get; internal init; }

    /// <summary>What the gate found about a version when it was published: the review, the platform's limits, and the trial over the history.</summary>
    [JsonIgnore]
    public IReadOnlyList<ReleaseFinding> Findings => FindingList ?? [];

    [JsonInclude]
    [JsonPropertyName("findings")]
    [JsonConverter(typeof(ValueListJsonConverter<ReleaseFinding>))]
    internal ValueList<ReleaseFinding>? FindingList { get; init; }

    /// <summary>The version as JSON, where one was written.</summary>
    [JsonInclude]
    internal string? Program { get; init; }

    /// <summary>What the version promises, in short.</summary>
    [JsonInclude]
    internal string? Fingerprint { get; init; }

    /// <summary>The highest version that the application's code registers; 0 for none.</summary>
    [JsonInclude]
    internal int Registered { get; init; }

    /// <summary>How long after it was told a change takes effect at the earliest, in milliseconds.</summary>
    [JsonInclude]
    internal long LeadMilliseconds { get; init; }

    /// <summary>When the change takes effect at the earliest: by then it is stored, and every later decision has read it.</summary>
    internal Instant Earliest => Time + Duration.FromMilliseconds(LeadMilliseconds);

    /// <remarks>The revision is part of the identity: what was asked for twice on the same revision was one click too many.</remarks>
    internal override string DerivedKey => KeyText.Of(
        "program", Revision.ToString(CultureInfo.InvariantCulture), Kind.ToString(), Version?.ToString(CultureInfo.InvariantCulture),
        ContentHash.Of(By, Reason, Accepted, From?.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture), Fingerprint, MovesReferrals ? "moves" : null));
}

/// <summary>What the gate found about a version of a program that somebody wants to publish.</summary>
public sealed record ReleaseFinding
{
    [JsonConstructor]
    internal ReleaseFinding()
    {
    }

    /// <summary>The stable machine code, such as <c>review.no_limit</c>, <c>limit.unit</c> or <c>trial.dearer</c>.</summary>
    [JsonInclude]
    public string Code { get; internal init; } = string.Empty;

    /// <summary>How much it weighs: an error keeps the version from being published, a warning needs a word.</summary>
    [JsonInclude]
    public FindingSeverity Severity { get; internal init; }

    /// <summary>Where it is, as a JSON path of the program.</summary>
    [JsonInclude]
    public string Path { get; internal init; } = "$";

    /// <summary>What was found, in full English sentences.</summary>
    [JsonInclude]
    public string Message { get; internal init; } = string.Empty;

    /// <summary>All of it in one line.</summary>
    public override string ToString() => $"{Severity.ToString().ToLowerInvariant()} {Path}: {Message} [{Code}]";
}

/// <summary>How much a finding about a program weighs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingSeverity>))]
public enum FindingSeverity
{
    /// <summary>Worth a thought; many good programs have some.</summary>
    Note = 0,

    /// <summary>Most likely not what was meant, or an invitation to abuse.</summary>
    Warning = 1,

    /// <summary>The platform does not allow it.</summary>
    Error = 2,
}

/// <summary>How a program was changed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProgramChangeKind>))]
public enum ProgramChangeKind
{
    /// <summary>A version was written, or written anew. It decides nothing yet.</summary>
    Draft = 0,

    /// <summary>A version was published from an instant on.</summary>
    Publish = 1,

    /// <summary>A version that was not in force yet was taken back, and is a draft again.</summary>
    Withdraw = 2,

    /// <summary>No referrals are created from an instant on, until the program is resumed.</summary>
    Pause = 3,

    /// <summary>The program runs again from an instant on.</summary>
    Resume = 4,

    /// <summary>No referrals are created any more from an instant on. Those that exist go on earning.</summary>
    EndSignUps = 5,

    /// <summary>Nothing is earned any more by what happens from an instant on. What was earned stays, with its holds, refunds and payouts.</summary>
    End = 6,

    /// <summary>A program that has ended, or was never published, takes no changes any more.</summary>
    Archive = 7,
}
