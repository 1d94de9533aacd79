using NodaTime;
using Referrals.Deciding.Accounts;
using Referrals.Explanations;
using Referrals.Ledger.Life;
using Referrals.Ledger.Lots;
using Referrals.Rewards.Life;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>
/// Takes back a part of a reward: first what is left of it, then what has expired of it, which costs nobody anything; and what was used
/// already the owner owes, or the program writes it off.
/// </summary>
internal static class RewardReversal
{
    /// <param name="draft">The decision.</param>
    /// <param name="cause">What takes the reward back; the posting is called after it.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="total">What has to be taken back in all by now, in smallest parts.</param>
    /// <param name="code">Why.</param>
    /// <param name="at">When; <c>null</c> for the time of the input.</param>
    internal static void Decide(
        DecisionDraft draft,
        in ReversalCause cause,
        RewardState reward,
        long total,
        string code = DecisionCodes.RefundReversed,
        Instant? at = null)
    {
        var time = at ?? draft.At;
        // A rejected referral's rewards were taken back whole; a refund in part then has nothing left to take.
        total = Math.Max(total, reward.Reversed);
        var amount = Amount.FromMinorUnits(total - reward.Reversed, reward.Granted.Unit);
        draft.Tell(Check.Note(code, amount.ToString(), $"of {reward.Granted}") with { Rule = reward.Rule });
        if (amount.MinorUnits <= 0)
        {
            return;
        }

        var next = reward with
        {
            Uses = TallyCounting.Return(draft, reward.Uses, reward.Id.Value, total, reward.Granted.MinorUnits),
            Reversed = total,
            Stage = total < reward.Granted.MinorUnits ? reward.Stage : RewardStage.Reversed,
        };
        if (reward.IsPending)
        {
            var step = reward.Stage == RewardStage.Held ? RewardLife.ReversedHeld : RewardLife.ReversedInReview;
            _ = Postings.Move(draft, reward, step, amount.MinorUnits, time, cause);
        }
        else
        {
            next = next with { Expired = reward.Expired - OfVested(draft, cause, reward, amount, time) };
        }

        draft.Write(StateKeys.Reward(reward.Id), next);
        var referee = draft.Read<CustomerState>(StateKeys.Customer(reward.Referee));
        draft.Record(Postings.Fact(
            FactKind.RewardReversed, reward, amount, time, referee?.Referral?.Referrer, referee?.Segment));
    }

    /// <returns>How much was taken back of what had expired.</returns>
    private static long OfVested(DecisionDraft draft, ReversalCause cause, RewardState reward, Amount amount, Instant at)
    {
        var account = AccountChanges.Read(draft, reward.Owner, amount.Unit);
        var (lots, own) = account.Lots.TakeOf(reward.Id, amount.MinorUnits);
        var left = amount.MinorUnits - own.Total();
        var expired = Math.Min(left, reward.Expired);
        left -= expired;
        (lots, var pooled) = lots.TakePooled(left);
        left -= pooled.Total();
        Move(RewardLife.Reversed, own.Total() + pooled.Total());
        Move(RewardLife.ReversedExpired, expired);
        var writesOff = draft.Programs.For(reward.ProgramVersion).Shortfall == ShortfallPolicy.WriteOff;
        Move(writesOff ? RewardLife.WrittenOff : RewardLife.Owed, left);
        account = account with { Lots = lots };
        AccountChanges.Write(draft, writesOff || left == 0 ? account : account.Owing(account.Owed + left, at));
        if (left > 0)
        {
            Tell(draft, reward, Amount.FromMinorUnits(left, amount.Unit), writesOff, at);
        }

        return expired;

        void Move(string step, long minorUnits)
        {
            if (minorUnits > 0)
            {
                _ = Postings.Move(draft, reward, step, minorUnits, at, cause);
            }
        }
    }

    private static void Tell(DecisionDraft draft, RewardState reward, Amount shortfall, bool writesOff, Instant at)
    {
        var code = writesOff ? DecisionCodes.RefundWrittenOff : DecisionCodes.RefundOwed;
        draft.Tell(Check.Note(code, shortfall.ToString()) with { Rule = reward.Rule });
        var referee = draft.Read<CustomerState>(StateKeys.Customer(reward.Referee));
        draft.Record(Postings.Fact(
            FactKind.RewardShortfall, reward, shortfall, at, referee?.Referral?.Referrer, referee?.Segment) with
        {
            Code = writesOff ? "written_off" : "owed",
        });
    }
}
