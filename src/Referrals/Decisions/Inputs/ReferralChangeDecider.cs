using Referrals.Explanations;

namespace Referrals;

/// <summary>Changes that the application's people make to a referral after it was decided.</summary>
internal static class ReferralChangeDecider
{
    internal static Decision Decide(DecisionDraft draft, ReferralReinstatement input)
    {
        if (draft.Read<CustomerState>(StateKeys.Customer(input.Referee)) is not { Referral: not null } found)
        {
            draft.Tell(Check.Of(DecisionCodes.ReinstatementNoReferral, passed: false, input.Referee, Phrase.Of("value.referred_customer")));
            return draft.Refuse(DecisionCodes.ReinstatementNoReferral, input.Referee.Value);
        }

        // Silence may have rejected it by now.
        var customer = HeldReferrals.Settled(draft, found);
        var referral = customer.Referral!;
        draft.Program = draft.Programs.For(referral.ProgramVersion);
        if (referral.Rejection is not { } rejection)
        {
            draft.Tell(Check.Of(DecisionCodes.ReinstatementNotRejected, passed: false, default, Phrase.Of("value.rejected_referral")));
            return draft.Refuse(DecisionCodes.ReinstatementNotRejected, referral.Id.Value);
        }

        draft.Tell(Check.Note(
            DecisionCodes.ReinstatementDone, Phrase.Of("value.by_because", input.By, input.Reason), Phrase.Of("value.rejected_by", rejection.At, rejection.Code)));
        HeldReferrals.Reinstate(draft, customer);
        return draft.Accept(DecisionCodes.ReinstatementDone, referral.Id.Value);
    }
}
