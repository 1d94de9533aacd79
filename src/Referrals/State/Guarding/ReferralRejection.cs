using NodaTime;

namespace Referrals.State.Guarding;

/// <summary>Since when a referral earns nothing any more, and why.</summary>
internal sealed record ReferralRejection
{
    public required Instant At { get; init; }

    /// <summary>What rejected it: a guard, a review, or silence.</summary>
    public required string Code { get; init; }

    public string? Reason { get; init; }
}
