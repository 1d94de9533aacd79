using System.Globalization;
using Referrals;

namespace Backfill.Rules;

/// <summary>Grants the days of membership that the club chose for the referral.</summary>
internal sealed class DaysOfReward : IIncentiveRule
{
    public IncentiveGrant Grant(QualificationContext context) =>
        !context.Conversion.Attributes.TryGetValue(ClubFacts.RewardDays, out var text) ? IncentiveGrant.None("no_reward_chosen")
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days > 0 ? IncentiveGrant.Of(Amount.Of(days, "days"))
        : IncentiveGrant.None("no_days_in_reward");
}
