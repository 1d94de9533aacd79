using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals;

/// <summary>The life of a referral code goes on: it is suspended, resumed, limited or replaced.</summary>
/// <example><code>
/// CodeChange.Suspend(code)
/// CodeChange.Limit(code).Until(end).AtMost(100)
/// CodeChange.Replace(code)
/// </code></example>
public sealed record CodeChange : ReferralInputOf<CodeChange>
{
    [JsonConstructor]
    internal CodeChange()
    {
    }

    /// <summary>What happens.</summary>
    [JsonInclude]
    public CodeChangeKind Kind { get; internal init; }

    /// <summary>The code, as it is shown or typed.</summary>
    [JsonInclude]
    public string Code { get; internal init; } = string.Empty;

    /// <summary>From when on the code can be used; <c>null</c> for ever.</summary>
    [JsonInclude]
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? From { get; internal init; }

    /// <summary>The first instant at which the code can no longer be used; <c>null</c> for never.</summary>
    [JsonInclude]
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? End { get; internal init; }

    /// <summary>For how many referrals the code can be used; <c>null</c> for any number.</summary>
    [JsonInclude]
    public long? UsageLimit { get; internal init; }

    /// <summary>The only customer who can use the code; <c>null</c> for anybody.</summary>
    [JsonInclude]
    public CustomerId? OnlyFor { get; internal init; }

    internal override string DerivedKey => KeyText.Of("code", Kind.ToString(), Stamp, Code);

    /// <summary>Puts a code out of use until it is resumed.</summary>
    /// <exception cref="ArgumentNullException">The code is <c>null</c>. One that is blank or too long is refused as unknown.</exception>
    public static CodeChange Suspend(string code) => Of(CodeChangeKind.Suspend, code);

    /// <summary>Puts a code into use again.</summary>
    /// <exception cref="ArgumentNullException">The code is <c>null</c>. One that is blank or too long is refused as unknown.</exception>
    public static CodeChange Resume(string code) => Of(CodeChangeKind.Resume, code);

    /// <summary>Gives a code other limits; say then which. Those that are not named are lifted.</summary>
    /// <exception cref="ArgumentNullException">The code is <c>null</c>. One that is blank or too long is refused as unknown.</exception>
    public static CodeChange Limit(string code) => Of(CodeChangeKind.Limit, code);

    /// <summary>Gives the referrer a new code; who types the old one is led to the new one.</summary>
    /// <exception cref="ArgumentNullException">The code is <c>null</c>. One that is blank or too long is refused as unknown.</exception>
    public static CodeChange Replace(string code) => Of(CodeChangeKind.Replace, code);

    /// <summary>The limit from when on the code can be used.</summary>
    /// <exception cref="ArgumentException">This is no limiting change, or the end is not after the start.</exception>
    public CodeChange StartingAt(Instant from) => Limiting(this with { From = SupportedTime.Nearest(from) });

    /// <summary>The limit until when the code can be used; that instant is excluded.</summary>
    /// <exception cref="ArgumentException">This is no limiting change, or the end is not after the start.</exception>
    public CodeChange Until(Instant end) => Limiting(this with { End = SupportedTime.Nearest(end) });

    /// <summary>The limit for how many referrals the code can be used.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public CodeChange AtMost(long referrals)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(referrals, 1);
        return Limiting(this with { UsageLimit = referrals });
    }

    /// <summary>The limit to one customer, as for a personal invitation.</summary>
    /// <exception cref="ArgumentException">This is no limiting change, or the customer is <c>default</c>.</exception>
    public CodeChange For(CustomerId customer) => Limiting(this with { OnlyFor = InputText.Check(customer) });

    private static CodeChange Of(CodeChangeKind kind, string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var change = new CodeChange { Kind = kind };
        var (text, changes) = change.Typed("code", code, TextRule.Link);
        return change with { Code = text ?? string.Empty, TextChanges = changes };
    }

    private static CodeChange Limiting(CodeChange change)
    {
        if (change.Kind != CodeChangeKind.Limit)
        {
            throw new ArgumentException($"A change of kind {change.Kind} accepts no limits; begin with CodeChange.Limit(code).", nameof(change));
        }

        return change.From >= change.End
            ? throw new ArgumentException($"The code's use would end at {change.End}, not after its start at {change.From}.", nameof(change))
            : change;
    }
}

/// <summary>What happens to a referral code.</summary>
public enum CodeChangeKind
{
    /// <summary>It is out of use until it is resumed.</summary>
    Suspend = 0,

    /// <summary>It is in use again.</summary>
    Resume = 1,

    /// <summary>It gets other limits: from when, until when, how often, by whom. Limits that are not named are lifted.</summary>
    Limit = 2,

    /// <summary>A new code takes its place; who types the old one is led to the new one.</summary>
    Replace = 3,
}
