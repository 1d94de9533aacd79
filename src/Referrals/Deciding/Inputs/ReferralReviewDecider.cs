using Referrals.Deciding.Rewarding;
using Referrals.Explanations;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

internal static class ReferralReviewDecider
{
    internal static Decision Decide(DecisionDraft draft, ReferralReview input)
    {
        if (draft.Read<CustomerState>(StateKeys.Customer(input.Referee)) is not { Referral: not null } found)
        {
            draft.Tell(Check.Of(DecisionCodes.ReviewNoReferral, passed: false, input.Referee.ToString(), "a referred customer"));
            return draft.Refuse(DecisionCodes.ReviewNoReferral, input.Referee.Value);
        }

        // A review that comes after its deadline finds what silence has decided.
        var customer = HeldReferrals.Settled(draft, found);
        var referral = customer.Referral!;
        draft.Program = draft.Programs.For(referral.ProgramVersion);
        if (referral.Rejection is { } rejection)
        {
            draft.Tell(Check.Of(DecisionCodes.ReviewAlreadyRejected, passed: false, $"{rejection.At} by {rejection.Code}", "a referral that stands"));
            return draft.Refuse(DecisionCodes.ReviewAlreadyRejected, referral.Id.Value);
        }

        if (input.IsApproved && !referral.IsHeld)
        {
            draft.Tell(Check.Of(DecisionCodes.ReviewNotHeld, passed: false, "not held", "a held referral"));
            return draft.Refuse(DecisionCodes.ReviewNotHeld, referral.Id.Value);
        }

        var outcome = input.IsApproved ? DecisionCodes.ReviewApproved : DecisionCodes.ReviewRejected;
        draft.Tell(Check.Note(outcome, input.Reason, referral.Hold is { } hold ? $"held by {string.Join(", ", hold.By)}" : null));
        if (input.IsApproved)
        {
            HeldReferrals.Approve(draft, customer);
        }
        else
        {
            HeldReferrals.Reject(draft, customer, HeldReferrals.ByReview, input.Reason);
        }

        return draft.Accept(outcome, referral.Id.Value);
    }

    /// <summary>Nobody has decided in time, or the rewards that have waited for a verdict are more than fitted into its commit.</summary>
    internal static Decision Decide(DecisionDraft draft, ReferralDeadline input)
    {
        if (draft.Read<CustomerState>(StateKeys.Customer(input.Referee)) is not { Referral: { } found } customer)
        {
            draft.Tell(Check.Of(DecisionCodes.ReviewNoReferral, passed: false, input.Referee.ToString(), "a referred customer"));
            return draft.Refuse(DecisionCodes.ReviewNoReferral, input.Referee.Value);
        }

        if (found.DueAt is not { } due || draft.At < due)
        {
            var required = found.DueAt is { } end ? $"{end} or later" : "a referral whose review has a deadline";
            draft.Tell(Check.Of(DecisionCodes.ReviewDeadlineAhead, passed: false, draft.At.ToString(), required));
            return draft.Refuse(DecisionCodes.ReviewDeadlineAhead, found.Id.Value);
        }

        draft.Program = draft.Programs.For(found.ProgramVersion);
        var referral = HeldReferrals.Settled(draft, customer).Referral!;
        if (!found.IsHeld)
        {
            draft.Tell(Check.Note(DecisionCodes.ReviewEnded, ValueText.Counted("rewards wait").Of(found.HeldRewards.Count)));
        }

        HeldReferrals.LetGo(draft, input.Referee);
        return draft.Accept(
            !found.IsHeld ? DecisionCodes.ReviewEnded : referral.IsRejected ? DecisionCodes.ReviewRejected : DecisionCodes.ReviewApproved,
            referral.Id.Value);
    }
}
