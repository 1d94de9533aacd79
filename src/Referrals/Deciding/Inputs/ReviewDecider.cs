using NodaTime;
using NodaTime.Text;
using Referrals.Deciding.Rewarding;
using Referrals.Explanations;
using Referrals.Ledger.Life;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

/// <summary>Ends the review of a reward: by somebody's verdict, or by silence when the deadline is over.</summary>
internal static class ReviewDecider
{
    internal static Decision Decide(DecisionDraft draft, RewardReview input)
    {
        if (Find(draft, input.Reward) is not { } reward)
        {
            return draft.Refuse(DecisionCodes.RewardNotInReview, input.Reward.Value);
        }

        if (draft.At >= reward.ReviewUntil)
        {
            draft.Tell(Check.Of(DecisionCodes.ReviewTooLate, passed: false, Text(draft.At), $"before {Text(reward.ReviewUntil.Value)}"));
            return draft.Refuse(DecisionCodes.ReviewTooLate, input.Reward.Value);
        }

        return input.IsApproved
            ? Approve(draft, reward, draft.At, bySilence: false)
            : Reject(draft, reward, draft.At, bySilence: false, input.Reason);
    }

    internal static Decision Decide(DecisionDraft draft, ReviewDeadline input)
    {
        if (Find(draft, input.Reward) is not { } reward)
        {
            return draft.Refuse(DecisionCodes.RewardNotInReview, input.Reward.Value);
        }

        if (reward.ReviewUntil is not { } until || draft.At < until)
        {
            var required = reward.ReviewUntil is { } end ? $"{Text(end)} or later" : "a verdict: this review has no deadline";
            draft.Tell(Check.Of(DecisionCodes.ReviewDeadlineAhead, passed: false, Text(draft.At), required));
            return draft.Refuse(DecisionCodes.ReviewDeadlineAhead, input.Reward.Value);
        }

        return reward.OnSilence == WhenOverdue.Approve
            ? Approve(draft, reward, until, bySilence: true)
            : Reject(draft, reward, until, bySilence: true, reason: null);
    }

    private static RewardState? Find(DecisionDraft draft, RewardId id)
    {
        if (draft.Read<RewardState>(StateKeys.Reward(id)) is { Stage: RewardStage.InReview } reward)
        {
            return reward;
        }

        draft.Tell(Check.Of(DecisionCodes.RewardNotInReview, passed: false, "not in review", "a reward in review"));
        return null;
    }

    private static Decision Approve(DecisionDraft draft, RewardState reward, Instant at, bool bySilence)
    {
        Record(draft, reward, at, bySilence ? "silence_approved" : "approved");
        draft.Tell(Check.Note(DecisionCodes.RewardApproved, reward.Left.ToString(), bySilence ? "by silence" : null) with { Rule = reward.Rule });
        var outcome = RewardGate.Pass(draft, reward, at);
        return draft.Accept(
            outcome == DecisionCodes.RewardTakenBack ? DecisionCodes.RewardTakenBack : DecisionCodes.RewardApproved, reward.Id.Value);
    }

    private static Decision Reject(DecisionDraft draft, RewardState reward, Instant at, bool bySilence, string? reason)
    {
        Record(draft, reward, at, bySilence ? "silence_rejected" : "rejected");
        draft.Tell(Check.Note(DecisionCodes.RewardRejected, reward.Left.ToString(), bySilence ? "by silence" : reason) with { Rule = reward.Rule });
        var left = reward.Left;
        var whole = reward.Granted.MinorUnits;
        var uses = TallyCounting.Return(draft, reward.Uses, reward.Id.Value, whole, whole);
        draft.Write(StateKeys.Reward(reward.Id), reward with { Uses = uses, Stage = RewardStage.Reversed, Reversed = whole });
        var referee = Postings.Move(draft, reward, RewardLife.Rejected, left.MinorUnits, at);
        draft.Record(Postings.Fact(FactKind.RewardReversed, reward, left, at, referee.Referral?.Referrer, referee.Segment));
        return draft.Accept(DecisionCodes.RewardRejected, reward.Id.Value);
    }

    private static void Record(DecisionDraft draft, RewardState reward, Instant at, string verdict)
    {
        var referee = draft.Read<CustomerState>(StateKeys.Customer(reward.Referee));
        draft.Record(
            Postings.Fact(FactKind.RewardReviewed, reward, reward.Left, at, referee?.Referral?.Referrer, referee?.Segment) with { Code = verdict });
    }

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
