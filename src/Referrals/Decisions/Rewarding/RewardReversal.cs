using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

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
        if (code != DecisionCodes.ClawbackTaken)
        {
            // By whom and why it is taken back by hand was told before.
            draft.Tell(Check.Note(code, amount, Phrase.Of("value.of", reward.Granted)) with { Rule = reward.Rule, Side = reward.Side });
        }

        if (amount.MinorUnits <= 0)
        {
            return;
        }

        var next = reward with
        {
            Uses = TallyCounting.Return(draft, reward.Uses, reward.Id.Value, total, reward.Granted.MinorUnits),
            Reversed = total,
            Stage = total < reward.Granted.MinorUnits ? reward.Stage : RewardStage.Reversed,
            TakenBackFor = code == DecisionCodes.RefundReversed ? null : code,
        };
        if (reward.IsPending)
        {
            var step = reward.Stage == RewardStage.Held ? RewardLifecycle.ReversedHeld : RewardLifecycle.ReversedInReview;
            _ = Postings.Move(draft, reward, step, amount.MinorUnits, time, cause);
        }
        else
        {
            var (expired, writtenOff) = OfVested(draft, cause, reward, amount, time);
            next = next with { Expired = reward.Expired - expired, WrittenOff = reward.WrittenOff + writtenOff };
        }

        draft.Write(StateKeys.Reward(reward.Id), next);
        var referee = draft.Read<CustomerState>(StateKeys.Customer(reward.Referee));
        draft.Record(Postings.Fact(
            FactKind.RewardReversed, reward, amount, time, referee?.Referral?.Referrer, referee?.Segment));
    }

    /// <returns>How much was taken back of what had expired, and how much of what had been used at the program's loss.</returns>
    private static (long Expired, long WrittenOff) OfVested(DecisionDraft draft, ReversalCause cause, RewardState reward, Amount amount, Instant at)
    {
        var account = AccountChanges.Read(draft, reward.Owner, amount.Unit);
        var (lots, own) = account.Lots.TakeOf(reward.Id, amount.MinorUnits);
        var left = amount.MinorUnits - own.Total();
        var expired = Math.Min(left, reward.Expired);
        left -= expired;
        (lots, var pooled) = lots.TakePooled(left);
        left -= pooled.Total();
        Move(RewardLifecycle.Reversed, own.Total() + pooled.Total());
        Move(RewardLifecycle.ReversedExpired, expired);
        var writesOff = draft.Programs.Exactly(reward.ProgramVersion).Shortfall == ShortfallPolicy.WriteOff;
        Move(writesOff ? RewardLifecycle.WrittenOff : RewardLifecycle.Owed, left);
        account = account with { Lots = lots };
        AccountChanges.Write(draft, writesOff || left == 0 ? account : account.Owing(account.Owed + left, at));
        if (left > 0)
        {
            Tell(draft, reward, Amount.FromMinorUnits(left, amount.Unit), writesOff, at);
        }

        return (expired, writesOff ? left : 0);

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
        draft.Tell(Check.Note(code, shortfall) with { Rule = reward.Rule, Side = reward.Side });
        var referee = draft.Read<CustomerState>(StateKeys.Customer(reward.Referee));
        draft.Record(Postings.Fact(
            FactKind.RewardShortfall, reward, shortfall, at, referee?.Referral?.Referrer, referee?.Segment) with
        {
            Code = writesOff ? "written_off" : "owed",
        });
    }
}

/// <summary>What all movements of a reward on the chain of its referral have in common: the posting, the chain, the fact.</summary>
internal static class Postings
{
    /// <summary>Moves an amount of a reward as a step says, and lets the referee's chain go on.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="step">What happens.</param>
    /// <param name="minorUnits">How much; above zero.</param>
    /// <param name="at">When it takes effect.</param>
    /// <param name="cause">What takes the reward back, which makes the posting's id unique; <c>null</c> for other steps.</param>
    internal static CustomerState Move(
        DecisionDraft draft, RewardState reward, string step, long minorUnits, Instant at, ReversalCause? cause = null)
    {
        var key = StateKeys.Customer(reward.Referee);
        var referee = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = reward.Referee };
        var posting = LedgerBook.Move(
            new LedgerEntry
            {
                Posting = KeyText.Bounded(cause is { } by ? $"{reward.Id}/{step}:{by.Mark}" : $"{reward.Id}/{step}"),
                Step = step,
                Owner = reward.Owner,
                Unit = reward.Granted.Unit,
                Reward = reward.Id,
                Subject = cause?.Subject,
                At = at,
                Chain = referee.Chain,
            },
            minorUnits);
        referee = referee with { ChainLength = posting.Chain.Length, ChainHash = posting.Chain.Hash };
        draft.Write(key, referee);
        draft.Post(posting);
        return referee;
    }

    internal static Fact Fact(FactKind kind, RewardState reward, Amount amount, Instant at, CustomerId? referrer, string? segment) => new()
    {
        Kind = kind,
        OccurredAt = at,
        Customer = reward.Owner,
        // Who referred and is rewarded: of a reward that is split, or shared over levels, everybody has their own part.
        Referrer = reward.Side == Side.Referrer ? reward.Earner ?? reward.Owner : referrer,
        Segment = segment,
        Subject = reward.Id.Value,
        Rule = reward.Rule,
        Code = reward.Side.ToString(),
        Amount = amount,
    };
}
