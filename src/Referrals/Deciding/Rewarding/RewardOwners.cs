using Referrals.Explanations;
using Referrals.Rewards;
using Referrals.Rewards.Parts;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>Who gets a rule's reward: the referee; or the referrer, those above, or each of those among whom the referral is split.</summary>
internal static class RewardOwners
{
    /// <summary>Those who get it. Whoever was erased gets nothing: nobody could receive it, and it would use up budgets and caps.</summary>
    internal static IEnumerable<(CustomerId Owner, CreditPart Part)> Of(
        DecisionDraft draft, Incentive incentive, ReferralState referral, CustomerId referee) =>
        All(draft, incentive, referral, referee).Where(share => !IsErased(draft, share.Owner));

    /// <summary>Says once for a conversion who of those that it would reward was erased.</summary>
    internal static void TellErased(DecisionDraft draft, ReferralState referral)
    {
        var referrers = referral.Credits.Count == 0 ? [referral.Referrer] : referral.Credits.Select(static credit => credit.Referrer);
        draft.Tell(referrers.Where(referrer => IsErased(draft, referrer)).Select(static referrer => Check.Of(
            RewardCodes.OwnerErased, passed: false, $"{referrer} was erased", "a person who can receive it")));
    }

    internal static bool IsErased(DecisionDraft draft, CustomerId owner) =>
        draft.Read<CustomerState>(StateKeys.Customer(owner)) is { ErasedAt: not null };

    private static IEnumerable<(CustomerId Owner, CreditPart Part)> All(
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
