using Referrals.Explanations;

namespace Referrals.Attribution;

/// <summary>Who a sign-up is attributed to, and the checks that led there.</summary>
internal sealed record AttributionDecision
{
    /// <summary>The claim that won; <c>null</c> where none did.</summary>
    public ReferralClaim? Winner { get; init; }

    /// <summary>The claims that share the referral with their weights, one per referrer, the winner's among them; empty where there is none.</summary>
    public IReadOnlyList<(ReferralClaim Claim, double Weight)> Credits { get; init; } = [];

    /// <summary>Why there is no winner; <see cref="AttributionCodes.Winner"/> where there is one.</summary>
    public required string Code { get; init; }

    public required IReadOnlyList<Check> Checks { get; init; }
}
