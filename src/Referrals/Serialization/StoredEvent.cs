using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Explanations;

namespace Referrals.Serialization;

/// <summary>An input as it was decided, with a hash by which its repetition is known. Whatever follows from the input is not stored again.</summary>
internal sealed record StoredEvent
{
    public required string Hash { get; init; }

    public required ReferralInput Input { get; init; }

    [JsonPropertyName("decision")]
    public required StoredDecision Stored { get; init; }

    [JsonIgnore]
    public Decision Decision
    {
        get => field ??= Stored.About(Input);
        private init;
    }

    internal static StoredEvent Of(ReferralInput input, Decision decision) => Of(Repetition.HashOf(input), input, decision);

    internal static StoredEvent Of(string hash, ReferralInput input, Decision decision) =>
        new() { Hash = hash, Input = input, Stored = StoredDecision.Of(decision, input), Decision = decision };
}

/// <summary>A decision beside its input: key and time only where they are others than the input's.</summary>
internal sealed record StoredDecision
{
    public string? Key { get; init; }

    public required string Code { get; init; }

    /// <summary>Whether the input was refused; left out where it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Refused { get; init; }

    public Instant? OccurredAt { get; init; }

    public string? Subject { get; init; }

    public IReadOnlyList<StoredFact>? Facts { get; init; }

    /// <summary>The version in force, where the decision names a newer one, or none was.</summary>
    public int? InForce { get; init; }

    /// <summary>The version in force when it was decided, where that was another one than at the time of the input.</summary>
    public int? DecidedIn { get; init; }

    public required StoredExplanation Explanation { get; init; }

    internal static StoredDecision Of(Decision decision, ReferralInput input) => new()
    {
        Key = decision.Key == input.Key ? null : decision.Key,
        Code = decision.Code,
        Refused = !decision.IsAccepted,
        OccurredAt = decision.OccurredAt == input.OccurredAt ? null : decision.OccurredAt,
        Subject = decision.Subject,
        InForce = decision.InForce == decision.NewestVersion() ? null : decision.InForce,
        DecidedIn = decision.DecidedIn,
        Facts = decision.Facts.Count == 0 ? null : [.. decision.Facts.Select(fact => StoredFact.Of(fact, decision))],
        Explanation = StoredExplanation.Of(decision),
    };

    internal Decision About(ReferralInput input)
    {
        var at = OccurredAt ?? input.Time;
        return new Decision
        {
            Key = Key ?? input.Key,
            Code = Code,
            IsAccepted = !Refused,
            OccurredAt = at,
            Subject = Subject,
            InForce = InForce,
            DecidedIn = DecidedIn,
            Facts = Facts is null ? [] : [.. Facts.Select(fact => fact.In(at, Explanation.ProgramVersion))],
            Explanation = Explanation.Of(Code),
        };
    }
}

/// <summary>An explanation beside its decision: the code only where it is another one.</summary>
internal sealed record StoredExplanation
{
    public required ProgramId Program { get; init; }

    public required int ProgramVersion { get; init; }

    public string? Code { get; init; }

    public required IReadOnlyList<Check> Checks { get; init; }

    internal static StoredExplanation Of(Decision decision) => new()
    {
        Program = decision.Explanation.Program,
        ProgramVersion = decision.Explanation.ProgramVersion,
        Code = decision.Explanation.Code == decision.Code ? null : decision.Explanation.Code,
        Checks = decision.Explanation.Checks,
    };

    internal Explanation Of(string code) => new() { Program = Program, ProgramVersion = ProgramVersion, Code = Code ?? code, Checks = Checks };
}

/// <summary>A fact beside its decision: time and version only where they are others than the decision's.</summary>
internal sealed record StoredFact
{
    public required FactKind Kind { get; init; }

    public Instant? OccurredAt { get; init; }

    public CustomerId? Customer { get; init; }

    public CustomerId? Referrer { get; init; }

    public VisitorId? Visitor { get; init; }

    public Channel? Channel { get; init; }

    public string? Segment { get; init; }

    public string? Subject { get; init; }

    public string? Rule { get; init; }

    public string? Code { get; init; }

    public Amount? Amount { get; init; }

    public Amount? Margin { get; init; }

    public int? Score { get; init; }

    public int? ProgramVersion { get; init; }

    internal static StoredFact Of(Fact fact, Decision decision) => new()
    {
        Kind = fact.Kind,
        OccurredAt = fact.OccurredAt == decision.OccurredAt ? null : fact.OccurredAt,
        Customer = fact.Customer,
        Referrer = fact.Referrer,
        Visitor = fact.Visitor,
        Channel = fact.Channel,
        Segment = fact.Segment,
        Subject = fact.Subject,
        Rule = fact.Rule,
        Code = fact.Code,
        Amount = fact.Amount,
        Margin = fact.Margin,
        Score = fact.Score,
        ProgramVersion = fact.ProgramVersion == decision.Explanation.ProgramVersion ? null : fact.ProgramVersion,
    };

    internal Fact In(Instant at, int version) => new()
    {
        Kind = Kind,
        OccurredAt = OccurredAt ?? at,
        Customer = Customer,
        Referrer = Referrer,
        Visitor = Visitor,
        Channel = Channel,
        Segment = Segment,
        Subject = Subject,
        Rule = Rule,
        Code = Code,
        Amount = Amount,
        Margin = Margin,
        Score = Score,
        ProgramVersion = ProgramVersion ?? version,
    };
}
