using Referrals.Explanations;
using Referrals.Ledger;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>Takes back a part of a reward.</summary>
internal static class RewardReversal
{
    /// <param name="draft">The decision.</param>
    /// <param name="refund">What the posting is called after: the refund's id.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="total">What has to be taken back in all by now, in smallest parts.</param>
    /// <param name="code">Why.</param>
    internal static void Decide(
        DecisionDraft draft, string refund, RewardState reward, long total, string code = DecisionCodes.RefundReversed)
    {
        // A rejected referral's rewards were taken back whole; a refund in part then has nothing left to take.
        total = Math.Max(total, reward.Reversed);
        var amount = Amount.FromMinorUnits(total - reward.Reversed, reward.Granted.Unit);
        draft.Tell(Check.Note(code, amount.ToString(), $"of {reward.Granted}") with { Rule = reward.Rule });
        if (amount.IsZero)
        {
            return;
        }

        var refereeKey = StateKeys.Customer(reward.Referee);
        var referee = draft.Read<CustomerState>(refereeKey) ?? new CustomerState { Customer = reward.Referee };
        var posting = LedgerBook.Reverse(Postings.Entry(reward, amount, draft.At, referee), reward.Held, refund);
        var uses = TallyCounting.Return(draft, reward.Uses, reward.Id.Value, total, reward.Granted.MinorUnits);
        var left = reward with { Uses = uses, Reversed = total, Held = reward.Held && total < reward.Granted.MinorUnits };
        draft.Write(StateKeys.Reward(reward.Id), left, left.Held ? left.HeldUntil : null);
        draft.Write(refereeKey, Postings.Chained(referee, posting));
        draft.Post(posting);
        draft.Record(Postings.Fact(
            FactKind.RewardReversed, reward, amount, draft.At, referee.Referral?.Referrer, referee.Segment));
    }
}
