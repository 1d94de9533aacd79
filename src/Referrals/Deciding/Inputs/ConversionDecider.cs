using Referrals.Deciding.Rewarding;
using Referrals.Explanations;
using Referrals.Qualification.Guards;
using Referrals.State;
using Referrals.State.Guarding;

namespace Referrals.Deciding.Inputs;

internal static class ConversionDecider
{
    internal static Decision Decide(DecisionDraft draft, Conversion input)
    {
        var key = StateKeys.Conversion(input.Id);
        var customerKey = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(customerKey) ?? new CustomerState { Customer = input.Customer };
        if (draft.Read<ConversionState>(key) is { } before)
        {
            draft.Tell(Check.Of(DecisionCodes.ConversionDuplicate, passed: false, before.Conversion.Key, "an id that no other conversion has"));
            return draft.Refuse(DecisionCodes.ConversionDuplicate, input.Id);
        }

        var earlier = customer;
        (customer, var ordinal) = CustomerHistory.Counted(draft, customer, input.Name, draft.At);
        customer = ShownSignals.Known(customer, input.Signals);
        if (input.Amount is { MinorUnits: > 0 } && !(earlier.FirstAmountAt <= draft.At))
        {
            customer = customer with { FirstAmountAt = draft.At };
        }

        var conversion = new ConversionState { Conversion = input, At = draft.At, Ordinal = ordinal };
        conversion = conversion with { Counted = TallyCounting.CountOwn(draft, input) };
        var waits = customer.SignedUpAt is null && customer.Waiting.Count < CustomerState.MaxWaiting;
        draft.Write(key, conversion);
        draft.Write(customerKey, waits ? customer with { Waiting = customer.Waiting.Append(input.Id).ToValueList() } : customer);
        ShownSignals.Keep(draft, input.Customer, input.Signals?.Hashes ?? [], customer.Referral);
        draft.Record(new Fact
        {
            Kind = FactKind.ConversionRecorded,
            OccurredAt = draft.At,
            Customer = input.Customer,
            Referrer = customer.Referral?.Referrer,
            Segment = customer.Segment,
            Subject = input.Id,
            Code = input.Name,
            Amount = input.Amount,
            Margin = input.Margin,
        });
        if (customer.SignedUpAt is null)
        {
            draft.Tell(Check.Of(DecisionCodes.ConversionWaiting, passed: false, "no sign-up yet", "a customer who has signed up"));
            return draft.Accept(DecisionCodes.ConversionWaiting, input.Id);
        }

        if (customer.Referral is null)
        {
            draft.Tell(Check.Of(DecisionCodes.ConversionNotReferred, passed: false, "not referred", "a referred customer"));
            return draft.Accept(DecisionCodes.ConversionNotReferred, input.Id);
        }

        customer = ConversionGuards.Decide(draft, input, HeldReferrals.Settled(draft, customer), earlier);
        if (customer.Referral is { Rejection: { } rejection })
        {
            return Rejected(draft, customer, rejection);
        }

        if (draft.Program.AmountBase.IsBelowZero(input))
        {
            draft.Tell(Check.Note(DecisionCodes.ConversionBaseBelowZero, input.Amount?.ToString(), "zero"));
        }

        var rewarded = ConversionRewards.Decide(draft, input.Customer, conversion);
        if (rewarded && customer.Referral is { IsHeld: true })
        {
            draft.Tell(Check.Note(DecisionCodes.ConversionRewardWaits));
        }

        return draft.Accept(rewarded ? DecisionCodes.ConversionRewarded : DecisionCodes.ConversionNotRewarded, input.Id);
    }

    private static Decision Rejected(DecisionDraft draft, CustomerState customer, ReferralRejection rejection)
    {
        var input = (Conversion)draft.Input;
        draft.Tell(Check.Of(GuardCodes.ReferralRejected, passed: false, $"{rejection.At} by {rejection.Code}", "a referral that stands"));
        draft.Record(new Fact
        {
            Kind = FactKind.ConversionNotRewarded,
            OccurredAt = draft.At,
            Customer = customer.Customer,
            Referrer = customer.Referral!.Referrer,
            Segment = customer.Segment,
            Subject = input.Id,
            Code = GuardCodes.ReferralRejected,
        });
        return draft.Accept(DecisionCodes.ConversionNotRewarded, input.Id);
    }
}
