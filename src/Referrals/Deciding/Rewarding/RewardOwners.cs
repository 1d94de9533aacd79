using Referrals.Rewards;
using Referrals.Rewards.Parts;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>Who gets a rule's reward: the referee; or the referrer, those above, or each of those among whom the referral is split.</summary>
internal static class RewardOwners
{
    internal static IEnumerable<(CustomerId Owner, CreditPart Part)> Of(
        DecisionDraft draft, Incentive incentive, ReferralState referral, CustomerId referee)
    {
        if (incentive.Levels is { } levels)
        {
            for (var (i, next) = (0, (CustomerId?)referral.Referrer); i < levels.Count && next is { } owner; i++)
            {
                yield return (owner, new CreditPart(levels, i));
                next = draft.Read<CustomerState>(StateKeys.Customer(owner))?.Referral?.Referrer;
            }

            yield break;
        }

        if (incentive.Side == Side.Referee || referral.Credits.Count == 0)
        {
            yield return (incentive.Side == Side.Referee ? referee : referral.Referrer, default);
            yield break;
        }

        double[] weights = [.. referral.Credits.Select(static credit => credit.Weight)];
        for (var i = 0; i < weights.Length; i++)
        {
            yield return (referral.Credits[i].Referrer, new CreditPart(weights, i));
        }
    }
}
