namespace Referrals.Attribution;

/// <summary>One referrer's share of a referral. Shares are stored with the referral, so that every later grant and refund splits alike.</summary>
internal sealed record ReferralCredit
{
    public required CustomerId Referrer { get; init; }

    /// <summary>The share; the shares of a referral need not sum to one, only their proportions count.</summary>
    public required double Weight { get; init; }
}
