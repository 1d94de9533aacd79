using NodaTime.Text;
using Referrals.Deciding.Rewarding;
using Referrals.Explanations;
using Referrals.Ledger;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

internal static class VestingDecider
{
    internal static Decision Decide(DecisionDraft draft, Vesting input)
    {
        var key = StateKeys.Reward(input.Reward);
        if (draft.Read<RewardState>(key) is not { Held: true, HeldUntil: { } until } reward)
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

        var refereeKey = StateKeys.Customer(reward.Referee);
        var referee = draft.Read<CustomerState>(refereeKey) ?? new CustomerState { Customer = reward.Referee };
        var amount = Amount.FromMinorUnits(reward.Granted.MinorUnits - reward.Reversed, reward.Granted.Unit);

        // The reward vests when its hold ended, however late the host tells of it.
        var posting = LedgerBook.Vest(Postings.Entry(reward, amount, until, referee));
        draft.Write(key, reward with { Held = false });
        draft.Write(refereeKey, Postings.Chained(referee, posting));
        draft.Post(posting);
        draft.Record(Postings.Fact(FactKind.RewardVested, reward, amount, until, referee.Referral?.Referrer, referee.Segment));
        draft.Tell(Check.Note(DecisionCodes.RewardVested, amount.ToString()) with { Rule = reward.Rule });
        return draft.Accept(DecisionCodes.RewardVested, reward.Id.Value);
    }
}
