using NodaTime;
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

        var refereeKey = StateKeys.Customer(reward.Referee);
        var referee = HeldReferrals.Settled(
            draft, draft.Read<CustomerState>(refereeKey) ?? new CustomerState { Customer = reward.Referee });
        if (referee.Referral is { IsRejected: true })
        {
            HeldReferrals.TakeBack(draft, reward);
            return draft.Accept(DecisionCodes.RewardTakenBack, reward.Id.Value);
        }

        if (referee.Referral is { Hold: { } hold })
        {
            HeldReferrals.Tell(draft, hold);
            return draft.Refuse(DecisionCodes.RewardReferralHeld, reward.Id.Value);
        }

        if (draft.At < until)
        {
            var text = InstantPattern.ExtendedIso;
            draft.Tell(Check.Of(DecisionCodes.RewardStillHeld, passed: false, text.Format(draft.At), $"{text.Format(until)} or later"));
            return draft.Refuse(DecisionCodes.RewardStillHeld, input.Reward.Value);
        }

        // The reward vests when its hold ended, however late the host tells of it; and not before its referral was approved.
        var released = referee.Referral?.ReleasedAt is { } instant && reward.GrantedAt <= instant && instant > until ? instant : until;
        Vest(draft, reward, released);
        return draft.Accept(DecisionCodes.RewardVested, reward.Id.Value);
    }

    internal static void Vest(DecisionDraft draft, RewardState reward, Instant at)
    {
        var refereeKey = StateKeys.Customer(reward.Referee);
        var referee = draft.Read<CustomerState>(refereeKey) ?? new CustomerState { Customer = reward.Referee };
        var amount = Amount.FromMinorUnits(reward.Granted.MinorUnits - reward.Reversed, reward.Granted.Unit);

        var posting = LedgerBook.Vest(Postings.Entry(reward, amount, at, referee));
        draft.Write(StateKeys.Reward(reward.Id), reward with { Held = false });
        draft.Write(refereeKey, Postings.Chained(referee, posting));
        draft.Post(posting);
        draft.Record(Postings.Fact(FactKind.RewardVested, reward, amount, at, referee.Referral?.Referrer, referee.Segment));
        draft.Tell(Check.Note(DecisionCodes.RewardVested, amount.ToString()) with { Rule = reward.Rule });
    }
}
