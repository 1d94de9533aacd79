using NodaTime;

namespace Referrals.Qualification.Guards.Findings;

/// <summary>Who showed a signal, since when, and whose referral that customer was then.</summary>
internal sealed record SignalShowing
{
    /// <summary>How many showings of one signal are kept: the latest.</summary>
    internal const int MaxKept = 64;

    /// <summary>The largest limit of a guard that counts; so much smaller than what is kept that late sign-ups find enough before them.</summary>
    internal const int MaxLimit = 50;

    public required CustomerId Customer { get; init; }

    public required Instant At { get; init; }

    public CustomerId? Referrer { get; init; }
}
