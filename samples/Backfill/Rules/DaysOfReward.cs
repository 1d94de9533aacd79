using System.Globalization;
using Referrals;
using Referrals.Qualification;
using Referrals.Rewards;

namespace Backfill.Rules;

/// <summary>Grants the days of membership that the club chose for the referral.</summary>
internal sealed class DaysOfReward : IIncentiveRule
{
    public IncentiveGrant Grant(QualificationContext context) =>
        context.Conversion.Attributes.TryGetValue(ClubFacts.RewardDays, out var days)
            ? IncentiveGrant.Of(Amount.Of(int.Parse(days, CultureInfo.InvariantCulture), "days"))
            : IncentiveGrant.None("no_reward_chosen");
}
