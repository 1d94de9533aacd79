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

        var referee = HeldReferrals.Settled(
            draft, draft.Read<CustomerState>(StateKeys.Customer(reward.Referee)) ?? new CustomerState { Customer = reward.Referee });
        if (referee.Referral is { IsRejected: true })
        {
            HeldReferrals.TakeBack(draft, reward);
            return draft.Accept(DecisionCodes.RewardTakenBack, reward.Id.Value);
        }

        if (referee.Referral is { Hold: { } hold } referral)
        {
            HeldReferrals.Tell(draft, hold);
            return HeldReferrals.LetWait(draft, referee, referral, hold, reward)
                ? draft.Accept(DecisionCodes.RewardReferralHeld, reward.Id.Value)
                : draft.Refuse(DecisionCodes.RewardReferralHeld, reward.Id.Value);
        }

        // The reward vests when its hold ended, however late the host tells of it; and not before its referral was approved.
        var at = referee.Referral?.ReleasedAt is { } released && reward.GrantedAt <= released && released > until ? released : until;
        draft.Tell(Check.Note(DecisionCodes.RewardVested, reward.Left.ToString()) with { Rule = reward.Rule });
        RewardVesting.Decide(draft, reward, RewardLife.Vested, at);
        return draft.Accept(DecisionCodes.RewardVested, reward.Id.Value);
    }
}
