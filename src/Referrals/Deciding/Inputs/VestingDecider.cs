using NodaTime.Text;
using Referrals.Deciding.Rewarding;
using Referrals.Explanations;
using Referrals.Ledger.Life;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

internal static class VestingDecider
{
    internal static Decision Decide(DecisionDraft draft, Vesting input)
    {
        if (draft.Read<RewardState>(StateKeys.Reward(input.Reward)) is not { Stage: RewardStage.Held, HeldUntil: { } until } reward)
        {
            draft.Tell(Check.Of(DecisionCodes.RewardNotHeld, passed: false, "not held", "a held reward"));
            return draft.Refuse(DecisionCodes.RewardNotHeld, input.Reward.Value);
        }

        if (draft.At < until)
        {
            var text = InstantPattern.ExtendedIso;
            draft.Tell(Check.Of(DecisionCodes.RewardStillHeld, passed: false, text.Format(draft.At), $"{text.Format(until)} or later"));
            return draft.Refuse(DecisionCodes.RewardStillHeld, input.Reward.Value);
        }

        if (reward.WaitsForReferral
            && draft.Read<CustomerState>(StateKeys.Customer(reward.Referee))?.Referral is { Hold: { } hold } && !hold.IsOver(draft.At))
        {
            HeldReferrals.Tell(draft, hold);
            return draft.Refuse(DecisionCodes.RewardReferralHeld, input.Reward.Value);
        }

        return draft.Accept(RewardGate.Pass(draft, reward, until), reward.Id.Value);
    }
}
