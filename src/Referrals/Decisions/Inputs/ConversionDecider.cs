using NodaTime;
using Referrals.Explanations;

namespace Referrals;

internal static class ConversionDecider
{
    internal static Decision Decide(DecisionDraft draft, Conversion input)
    {
        var key = StateKeys.Conversion(input.Id);
        var customerKey = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(customerKey) ?? new CustomerState { Customer = input.Customer };
        var known = draft.Read<ConversionState>(key);
        if (known is { IsKnown: true } before)
        {
            draft.Tell(Check.Of(DecisionCodes.ConversionDuplicate, passed: false, CheckValue.Text(before.Conversion.Key), Phrase.Of("value.new_conversion_id")));
            return draft.Refuse(DecisionCodes.ConversionDuplicate, input.Id);
        }

        var earlier = customer;
        var isFirstAmount = input.Amount is { MinorUnits: > 0 } && !(earlier.FirstAmountAt <= draft.At);
        (customer, var ordinal) = CustomerHistory.Counted(draft, customer, input.Name, draft.At, isFirstAmount ? draft.At : customer.FirstAmountAt);
        customer = ShownSignals.Known(customer, input.Signals);

        var conversion = new ConversionState { Conversion = input, At = draft.At, Ordinal = ordinal, Cancelled = known?.Cancelled ?? [] };
        var reported = input;
        if (known?.WaitingAmendment is { } amendment)
        {
            conversion = CorrectionDecider.Amend(draft, conversion, amendment);
            input = conversion.Conversion;
        }

        if (TallyCounting.CountOwn(draft, input, draft.At) is { Count: > 0 } counted)
        {
            conversion = conversion with { Counted = counted };
        }

        draft.Write(key, conversion);
        draft.Write(customerKey, customer.SignedUpAt is null ? Queued(draft, customer, input.Id) : customer);
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
            Amount = reported.Amount,
            Margin = reported.Margin,
        });
        var outcome = Judge(draft, input, customer, earlier, conversion);
        RefundDecider.Apply(draft, input.Id, known?.WaitingRefunds ?? []);
        return draft.Accept(outcome, input.Id);
    }

    /// <summary>Judges a conversion that waited for the sign-up of its customer, or for the reinstatement of the referral, in the order of arrival.</summary>
    internal static Decision Decide(DecisionDraft draft, CatchUp input)
    {
        var key = StateKeys.Customer(input.Customer);
        if (draft.Read<CustomerState>(key) is not { SignedUpAt: not null } customer || customer.WaitingFirst != input.ConversionId
            || draft.Read<ConversionState>(StateKeys.Conversion(input.ConversionId)) is not { IsKnown: true } conversion)
        {
            draft.Tell(Check.Of(DecisionCodes.CatchUpDone, passed: false, CheckValue.Text(input.ConversionId), Phrase.Of("value.waiting_conversion")));
            return draft.Refuse(DecisionCodes.CatchUpDone, input.ConversionId);
        }

        customer = HeldReferrals.Settled(draft, customer with
        {
            WaitingFirst = conversion.NextWaiting,
            WaitingLast = conversion.NextWaiting is null ? null : customer.WaitingLast,
        });
        draft.Write(key, customer);
        if (customer.Referral is not null && conversion.NextWaiting is not null)
        {
            conversion = conversion with { NextWaiting = null };
            draft.Write(StateKeys.Conversion(input.ConversionId), conversion);
        }

        if (conversion.Judged is not null && customer.Referral is { IsRejected: false, Reinstated: > 0 and var round })
        {
            return draft.Accept(AsideConversions.JudgeAgain(draft, conversion, round), input.ConversionId);
        }

        var outcome = Judge(draft, customer, conversion);
        ConversionCorrection.WriteRefundedBefore(draft, input.ConversionId);
        return draft.Accept(outcome, input.ConversionId);
    }

    private static string Judge(
        DecisionDraft draft, Conversion input, CustomerState customer, CustomerState earlier, ConversionState conversion)
    {
        if (customer.SignedUpAt is null)
        {
            draft.Tell(Check.Of(DecisionCodes.ConversionWaiting, passed: false, Phrase.Of("value.no_sign_up"), Phrase.Of("value.signed_up_customer")));
            return DecisionCodes.ConversionWaiting;
        }

        return customer.Referral is null ? Judge(draft, customer, conversion)
            : Judge(draft, ConversionGuards.Decide(draft, input, HeldReferrals.Settled(draft, customer), earlier), conversion);
    }

    /// <summary>What comes of a conversion of a customer who has signed up.</summary>
    private static string Judge(DecisionDraft draft, CustomerState customer, ConversionState conversion)
    {
        if (customer.Referral is not { } referral)
        {
            draft.Tell(Check.Of(DecisionCodes.ConversionNotReferred, passed: false, Phrase.Of("value.not_referred"), Phrase.Of("value.referred_customer")));
            return DecisionCodes.ConversionNotReferred;
        }

        draft.Program = draft.Programs.For(referral.ProgramVersion);
        if (conversion.Conversion.IsRewardedElsewhere)
        {
            draft.Tell(Check.Note(DecisionCodes.ConversionRewardedElsewhere));
            NotRewarded(draft, customer, conversion, DecisionCodes.ConversionRewardedElsewhere);
            return DecisionCodes.ConversionRewardedElsewhere;
        }

        if (referral.Rejection is { } rejection)
        {
            draft.Tell(Check.Of(GuardCodes.ReferralRejected, passed: false, Phrase.Of("value.rejected_by", rejection.At, rejection.Code), Phrase.Of("value.standing_referral")));
            NotRewarded(draft, customer, conversion, GuardCodes.ReferralRejected);
            AsideConversions.Keep(draft, customer.Customer, conversion.Conversion.Id);
            return DecisionCodes.ConversionNotRewarded;
        }

        if (draft.PhaseAt(conversion.At) is { Phase: ProgramPhase.Ended } ended)
        {
            draft.Tell(ScheduleGuard.Decide(ended, conversion.At));
            NotRewarded(draft, customer, conversion, GuardCodes.Ended);
            return DecisionCodes.ConversionNotRewarded;
        }

        if (!Counts(draft, customer.SignedUpAt!.Value, conversion.At))
        {
            NotRewarded(draft, customer, conversion, DecisionCodes.ConversionBeforeSignUp);
            return DecisionCodes.ConversionBeforeSignUp;
        }

        if (draft.Program.AmountBase.IsBelowZero(conversion.Conversion))
        {
            draft.Tell(Check.Note(DecisionCodes.ConversionBaseBelowZero, conversion.Conversion.Amount, Phrase.Of("value.zero")));
        }

        if (!ConversionRewards.Decide(draft, customer.Customer, conversion))
        {
            return DecisionCodes.ConversionNotRewarded;
        }

        if (referral.IsHeld)
        {
            draft.Tell(Check.Note(DecisionCodes.ConversionRewardWaits));
        }

        return DecisionCodes.ConversionRewarded;
    }

    /// <summary>Whether a conversion happened after the sign-up, or no longer before it than the program allows; told where it was before.</summary>
    private static bool Counts(DecisionDraft draft, Instant signedUpAt, Instant at)
    {
        if (at >= signedUpAt)
        {
            return true;
        }

        var allowed = draft.Program.CountsBeforeSignUp;
        var counts = allowed?.Contains(at, signedUpAt, draft.Program.Zone) == true;
        draft.Tell(Check.Of(
            DecisionCodes.ConversionBeforeSignUp,
            counts,
            Phrase.Of("value.at_and_sign_up", at, signedUpAt),
            allowed is null ? Phrase.Of("value.after_sign_up") : Phrase.Of("value.not_long_before_sign_up", allowed)));
        return counts;
    }

    /// <summary>Lets a conversion wait for the sign-up, behind those that wait already.</summary>
    private static CustomerState Queued(DecisionDraft draft, CustomerState customer, string id)
    {
        if (customer.WaitingLast is { } last)
        {
            var key = StateKeys.Conversion(last);
            if (draft.Read<ConversionState>(key) is { } conversion)
            {
                draft.Write(key, conversion with { NextWaiting = id });
            }
        }

        return customer with { WaitingFirst = customer.WaitingFirst ?? id, WaitingLast = id };
    }

    private static void NotRewarded(DecisionDraft draft, CustomerState customer, ConversionState conversion, string code) =>
        draft.Record(new Fact
        {
            Kind = FactKind.ConversionNotRewarded,
            OccurredAt = conversion.At,
            Customer = customer.Customer,
            Referrer = customer.Referral!.Referrer,
            Segment = customer.Segment,
            Subject = conversion.Conversion.Id,
            Code = code,
        });
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
        var program = draft.Programs.For(referral.ProgramVersion);
        if (program.Guards.Guards.Count == 0 || referral.IsRejected || (customer.Signals == before.Signals && draft.At >= customer.SignedUpAt))
        {
            return customer;
        }

        string[] fresh = [.. customer.Signals.Except(before.Signals)];
        var policy = program.Guards;
        var orders = SignUpGuards.Orders(program, customer);
        var ordersBefore = SignUpGuards.Orders(program, before);
        var guards = policy.Guards
            .Where(guard => (fresh.Length > 0 && guard.LooksAtSignals)
                || (guard is OrderGuard order && draft.At < customer.SignedUpAt && orders.First(order.Events) != ordersBefore.First(order.Events)))
            .ToArray();
        if (guards.Length == 0)
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
