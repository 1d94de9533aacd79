using Referrals.Explanations;

namespace Referrals.Attribution;

/// <summary>Who a sign-up is attributed to, and the checks that led there.</summary>
internal sealed record AttributionDecision
{
    /// <summary>The claims that share the referral with their weights, one per referrer; empty where there is none.</summary>
    public IReadOnlyList<(ReferralClaim Claim, double Weight)> Credits { get; init; } = [];

    /// <summary>The claim that would have won, had all been allowed to; <c>null</c> where none was left to ask.</summary>
    public ReferralClaim? Preferred { get; init; }

    /// <summary>What was found about the claims that share the referral, or where there are none, about the one that would have won.</summary>
    public IReadOnlyList<ClaimVerdict> Verdicts { get; init; } = [];

    /// <summary>Why nobody is credited; <see cref="AttributionCodes.Winner"/> where somebody is.</summary>
    public required string Code { get; init; }

    public required IReadOnlyList<Check> Checks { get; init; }
}

/// <summary>Whether a claim may win.</summary>
internal sealed record ClaimVerdict
{
    /// <summary>Everything that was looked at.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }

    /// <summary>The codes of what holds the referral if the claim wins.</summary>
    public IReadOnlyList<string> HeldBy { get; init; } = [];

    /// <summary>Whether another touch of the same referrer could fare better: it is the touch that may not win, not the referrer.</summary>
    public bool IsOfTouch { get; init; }

    /// <summary>Whether no claim may win, since the program takes no referrals now.</summary>
    public bool IsOfProgram { get; init; }

    /// <summary>Why it may not win; <c>null</c> where it may.</summary>
    internal string? Refusal => Checks.FirstOrDefault(static check => !check.Held)?.Code;
}
