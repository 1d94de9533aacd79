namespace Referrals.Kpis;

/// <summary>What the verdicts of reviews are counted under.</summary>
public static class ReviewVerdict
{
    /// <summary>A held referral was approved.</summary>
    public const string ReferralApproved = "referral_approved";

    /// <summary>A held referral was rejected.</summary>
    public const string ReferralRejected = "referral_rejected";

    /// <summary>The name of the verdict that a fact tells: of a referral, or <c>reward_</c> and the verdict of a reward.</summary>
    /// <param name="kind">The kind of the fact.</param>
    /// <param name="code">The code of the fact.</param>
    public static string Of(FactKind kind, string? code) => kind switch
    {
        FactKind.ReferralApproved => ReferralApproved,
        FactKind.ReferralRejected => ReferralRejected,
        _ => "reward_" + code,
    };
}
