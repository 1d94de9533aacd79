using Referrals.Explanations;

namespace Referrals;

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

/// <summary>
/// Asks those guards again that a conversion gives something new to look at: a card that was never shown before, or an order that turns
/// out to be older than the referral.
/// </summary>
internal static class ConversionGuards
{
    /// <param name="draft">The decision.</param>
    /// <param name="input">The conversion.</param>
    /// <param name="customer">The referred customer, with the conversion counted.</param>
    /// <param name="before">The customer before the conversion.</param>
    /// <returns>The customer, whose referral may now be held or rejected.</returns>
    internal static CustomerState Decide(DecisionDraft draft, Conversion input, CustomerState customer, CustomerState before)
    {
        var referral = customer.Referral!;
        var fresh = customer.Signals.Except(before.Signals).ToArray();
        var program = draft.Programs.For(referral.ProgramVersion);
        var policy = program.Guards;
        var orders = SignUpGuards.Orders(program, customer);
        var ordersBefore = SignUpGuards.Orders(program, before);
        var guards = policy.Guards
            .Where(guard => (fresh.Length > 0 && guard.LooksAtSignals)
                || (guard is OrderGuard order && draft.At < customer.SignedUpAt && orders.First(order.Events) != ordersBefore.First(order.Events)))
            .ToArray();
        if (guards.Length == 0 || referral.IsRejected)
        {
            return customer;
        }

        draft.Program = program;
        foreach (var referrer in referral.Referrers)
        {
            var verdict = GuardEvaluation.Decide(policy, guards, Context(draft, input, customer, referrer, fresh), draft.Domains);
            draft.Tell(verdict.Checks);
            if (verdict.Action == GuardAction.Refuse)
            {
                HeldReferrals.Reject(draft, customer, verdict.Codes[0], reason: null);
                return draft.Read<CustomerState>(StateKeys.Customer(customer.Customer))!;
            }

            if (verdict.Action == GuardAction.Hold && !customer.Referral!.IsHeld)
            {
                customer = HeldReferrals.Held(draft, customer, verdict.Codes);
            }
        }

        return customer;
    }

    private static GuardContext Context(
        DecisionDraft draft, Conversion input, CustomerState customer, CustomerId referrer, string[] fresh) => new()
        {
            Referee = customer.Customer,
            Referrer = referrer,
            At = draft.At,
            SignedUpAt = customer.SignedUpAt!.Value,
            ClaimedAt = customer.Referral!.ClaimedAt ?? customer.Referral.CreatedAt,
            Zone = draft.Program.Zone,
            Shown = fresh,
            ReferrerShown = draft.Read<CustomerState>(StateKeys.Customer(referrer))?.Signals ?? [],
            Seen = ShownSignals.Seen(draft, fresh),
            LateAfter = draft.Program.Guards.LateAfter,
            EmailDomain = input.Signals?.EmailDomain,
            Orders = SignUpGuards.Orders(draft.Program, customer),
        };
}
