using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals.Codes;

/// <summary>
/// When, how often and by whom a code can be used. Kept beside the code and changed only by making another one.
/// </summary>
/// <example><code>
/// var life = CodeLifecycle.Unlimited.From(start).Until(end).AtMost(100);
/// var standing = life.At(now, uses: 99, customer: bob);   // Usable
/// </code></example>
/// <remarks>Equality is by value.</remarks>
public sealed record CodeLifecycle
{
    /// <summary>How many replacements are followed from one code to the next before giving up: 8.</summary>
    public const int MaxReplacements = 8;

    private CodeLifecycle()
    {
    }

    /// <summary>From ever, for ever, any number of times, by anybody.</summary>
    public static CodeLifecycle Unlimited { get; } = new();

    /// <summary>From when on the code can be used, that instant included; <c>null</c> for ever.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? Start { get; private init; }

    /// <summary>Until when the code can be used, that instant excluded; <c>null</c> for ever.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? End { get; private init; }

    /// <summary>How often the code can be used, 1 or more; <c>null</c> for any number.</summary>
    public long? UsageLimit { get; private init; }

    /// <summary>
    /// The only customer who can use the code, as for a personal invitation; <c>default</c> for anybody.
    /// </summary>
    public CustomerId OnlyFor { get; private init; }

    /// <summary>Whether the code is out of use for the time being.</summary>
    public bool IsSuspended { get; private init; }

    /// <summary>The code that took the place of this one; <c>default</c> for none.</summary>
    public ReferralCode ReplacedBy { get; private init; }

    /// <summary>The same life from an instant on.</summary>
    /// <exception cref="ArgumentException">The end is not after it.</exception>
    public CodeLifecycle From(Instant start) => Checked(this with { Start = start }, nameof(start));

    /// <summary>The same life until an instant, which is excluded.</summary>
    /// <exception cref="ArgumentException">It is not after the start.</exception>
    public CodeLifecycle Until(Instant end) => Checked(this with { End = end }, nameof(end));

    /// <summary>The same life for a number of uses.</summary>
    public CodeLifecycle AtMost(long uses)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(uses);
        return this with { UsageLimit = uses };
    }

    /// <summary>The same life for one customer only.</summary>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public CodeLifecycle For(CustomerId customer) => customer.IsDefault
        ? throw new ArgumentException("A code is bound to a customer that is not default.", nameof(customer))
        : this with { OnlyFor = customer };

    /// <summary>The same life, out of use until <see cref="Resume"/>.</summary>
    public CodeLifecycle Suspend() => this with { IsSuspended = true };

    /// <summary>The same life, in use again.</summary>
    public CodeLifecycle Resume() => this with { IsSuspended = false };

    /// <summary>
    /// The life of a code whose place another one takes. Whoever types the old one is led to the new one.
    /// </summary>
    /// <param name="code">The new code. Its own life counts from then on; this one's limits no longer do.</param>
    /// <exception cref="ArgumentException">The code is <c>default</c>.</exception>
    /// <exception cref="InvalidOperationException">The code was replaced before: replace the one that took its
    /// place.</exception>
    public CodeLifecycle ReplaceBy(ReferralCode code)
    {
        if (code.IsDefault)
        {
            throw new ArgumentException("A code is replaced by one that is not default.", nameof(code));
        }

        return ReplacedBy.IsDefault || ReplacedBy == code
            ? this with { ReplacedBy = code }
            : throw new InvalidOperationException($"The code was replaced by {ReplacedBy} before. Replace that one.");
    }

    /// <summary>Whether the code can be used.</summary>
    /// <param name="now">When.</param>
    /// <param name="uses">How often it has been used.</param>
    /// <param name="customer">By whom; <c>default</c> while that is unknown, which a bound code lets pass until it is
    /// known.</param>
    public CodeStatus At(Instant now, long uses, CustomerId customer = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(uses);
        return this switch
        {
            { ReplacedBy.IsDefault: false } => CodeStatus.Replaced,
            { IsSuspended: true } => CodeStatus.Suspended,
            _ when now < Start => CodeStatus.NotStarted,
            _ when now >= End => CodeStatus.Expired,
            _ when uses >= UsageLimit => CodeStatus.UsedUp,
            _ when !OnlyFor.IsDefault && !customer.IsDefault && OnlyFor != customer => CodeStatus.ForSomebodyElse,
            _ => CodeStatus.Usable,
        };
    }

    private static CodeLifecycle Checked(CodeLifecycle life, string parameter) => life.Start >= life.End
        ? throw new ArgumentException($"A code's life ends after it starts; {life.End} is not after {life.Start}.", parameter)
        : life;
}

/// <summary>Whether a code can be used now, or why not.</summary>
public enum CodeStatus
{
    /// <summary>It can be used.</summary>
    Usable,

    /// <summary>It was replaced: use <see cref="CodeLifecycle.ReplacedBy"/>, which stands for the same referrer.</summary>
    Replaced,

    /// <summary>It was suspended, and may be resumed.</summary>
    Suspended,

    /// <summary>Its time has not come.</summary>
    NotStarted,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It has been used as often as it may be.</summary>
    UsedUp,

    /// <summary>It is meant for another customer.</summary>
    ForSomebodyElse,
}
