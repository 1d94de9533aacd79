using Backfill.Tables;
using Referrals;

namespace Backfill;

/// <summary>What the SDK decided about one referral, and what is odd about its rows.</summary>
/// <param name="Referral">The referral.</param>
/// <param name="Status">The club's word for how it stands.</param>
/// <param name="Decision">The decision that settles it: about its outcome, or about the referral itself where that was refused.</param>
/// <param name="Oddities">What cannot be right about the rows.</param>
internal sealed record Verdict(ReferralRow Referral, string Status, Decision Decision, IReadOnlyList<string> Oddities)
{
    /// <summary>The days of membership that the referrer gets; <c>null</c> for none.</summary>
    public Amount? Granted => Decision.Grants.FirstOrDefault()?.Amount;
}
