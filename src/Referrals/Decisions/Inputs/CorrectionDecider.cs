using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>Decides what becomes of a conversion when a refund of it does not stand, and when it turns out to be another one than was reported.</summary>
internal static class CorrectionDecider
{
    internal static Decision Decide(DecisionDraft draft, RefundCancellation input)
    {
        var key = StateKeys.Conversion(input.ConversionId);
        var conversion = draft.Read<ConversionState>(key) ?? new ConversionState();
        if (conversion.Refunds.FirstOrDefault(refund => refund.Id == input.RefundId) is not { } refund)
        {
            return Wait(draft, input, conversion);
        }

        var refunds = conversion.Refunds.Where(each => each.Id != input.RefundId).ToValueList();
        var refunded = OrderParts.Total(conversion.Conversion, refunds);
        var after = conversion with
        {
            Refunds = refunds,
            Refunded = refunded,
            FullyRefunded = OrderParts.IsWhole(conversion.Conversion, refunds, refunded),
            IsCorrected = true,
        };
        Record(draft, conversion, conversion.Refunded - refunded, refund.Margin, draft.At);
        draft.Tell(Check.Note(DecisionCodes.RefundCancelled, CheckValue.Text(input.RefundId)));
        return ConversionCorrection.Write(draft, conversion, after, $"cancelled.{input.RefundId}", draft.At, isRefund: false) == Corrected.TooLarge
            ? draft.Refuse(DecisionCodes.CorrectionTooLarge, input.ConversionId)
            : draft.Accept(DecisionCodes.RefundCancelled, input.ConversionId);
    }

    internal static Decision Decide(DecisionDraft draft, Amendment input)
    {
        var key = StateKeys.Conversion(input.Conversion.Id);
        var conversion = draft.Read<ConversionState>(key) ?? new ConversionState();
        if (!conversion.IsKnown)
        {
            if (conversion.WaitingAmendment is not { } waiting || IsLater(input, waiting.Time, waiting.Id))
            {
                draft.Write(key, conversion with { WaitingAmendment = input });
            }

            draft.Tell(Check.Note(DecisionCodes.AmendmentWaiting, CheckValue.Text(input.Conversion.Id)));
            return draft.Accept(DecisionCodes.AmendmentWaiting, input.Conversion.Id);
        }

        if (Refusal(draft, conversion, input.Conversion) is { } refusal)
        {
            return draft.Refuse(refusal, input.Conversion.Id);
        }

        if (conversion.Amended is { } amended && !IsLater(input, amended.At, amended.Name))
        {
            draft.Tell(Check.Note(DecisionCodes.AmendmentSuperseded, CheckValue.Text(amended.Name)));
            return draft.Accept(DecisionCodes.AmendmentSuperseded, input.Conversion.Id);
        }

        var after = Amended(draft, conversion, input);
        draft.Tell(Check.Note(DecisionCodes.AmendmentApplied, conversion.Conversion.Amount, input.Conversion.Amount));
        return ConversionCorrection.Write(draft, conversion, after, $"amended.{input.Id}", draft.At, isRefund: false) == Corrected.TooLarge
            ? draft.Refuse(DecisionCodes.CorrectionTooLarge, input.Conversion.Id)
            : draft.Accept(DecisionCodes.AmendmentApplied, input.Conversion.Id);
    }

    /// <summary>A conversion that comes as an amendment that came before says that it should be.</summary>
    /// <returns>The conversion to be judged; the same where the amendment does not fit it, which is told.</returns>
    internal static ConversionState Amend(DecisionDraft draft, ConversionState conversion, Amendment amendment)
    {
        if (Refusal(draft, conversion, amendment.Conversion) is not null)
        {
            return conversion;
        }

        draft.Tell(Check.Note(DecisionCodes.AmendmentApplied, conversion.Conversion.Amount, amendment.Conversion.Amount));
        return Amended(draft, conversion, amendment) with { CountedBase = null, IsCorrected = false };
    }

    /// <summary>Records a refund that does not stand, so that reports tell of both.</summary>
    internal static void Withdraw(DecisionDraft draft, ConversionState conversion, Refund refund, NamedInstant cancelled)
    {
        var amount = OrderParts.AmountOf(conversion.Conversion, conversion.Refunds, refund);
        RefundDecider.Record(draft, refund, conversion, amount);
        Record(draft, conversion, amount, refund.Margin, cancelled.At);
        draft.Tell(Check.Note(DecisionCodes.RefundCancelled, CheckValue.Text(refund.Id)));
    }

    private static Decision Wait(DecisionDraft draft, RefundCancellation input, ConversionState conversion)
    {
        if (conversion.Cancelled.Count >= ConversionState.MaxWaitingRefunds)
        {
            draft.Tell(Check.Of(
                DecisionCodes.RefundsTooMany,
                passed: false,
                Phrase.Of("value.cancellations_wait", conversion.Cancelled.Count),
                Phrase.Of("value.refunds_first", input.ConversionId)));
            return draft.Refuse(DecisionCodes.RefundsTooMany, input.ConversionId);
        }

        var cancelled = new NamedInstant { Name = input.RefundId, At = draft.At };
        draft.Write(StateKeys.Conversion(input.ConversionId), conversion with { Cancelled = conversion.Cancelled.Append(cancelled).ToValueList() });
        draft.Tell(Check.Note(DecisionCodes.RefundCancellationWaiting, CheckValue.Text(input.RefundId)));
        return draft.Accept(DecisionCodes.RefundCancellationWaiting, input.ConversionId);
    }

    private static bool IsLater(Amendment amendment, Instant at, string id) =>
        amendment.Time > at || (amendment.Time == at && string.CompareOrdinal(amendment.Id, id) > 0);

    private static string? Refusal(DecisionDraft draft, ConversionState conversion, Conversion amended)
    {
        var known = conversion.Conversion;
        if (known.Customer != amended.Customer)
        {
            return Refuse(DecisionCodes.AmendmentCustomer, amended.Customer, known.Customer);
        }

        if (known.Name != amended.Name || known.Deal != amended.Deal)
        {
            return Refuse(DecisionCodes.AmendmentEvent, Named(amended), Named(known));
        }

        return conversion.Refunds.Count > 0
            && (known.Amount?.Unit != amended.Amount?.Unit
                || conversion.Refunds.Any(refund => OrderParts.UnknownLine(amended, refund) is not null)
                || conversion.Refunds.Any(refund =>
                    OrderParts.TooMuch(amended, [.. conversion.Refunds.Where(each => each.Id != refund.Id)], refund) is not null)
                || OrderParts.Total(amended, conversion.Refunds) > (amended.Amount?.MinorUnits ?? 0))
            ? Refuse(
                DecisionCodes.AmendmentRefunded,
                amended.Amount,
                known.Amount is { } worth ? Phrase.Of("value.at_least_refunded", Amount.FromMinorUnits(conversion.Refunded, worth.Unit)) : null)
            : null;

        string Refuse(string code, CheckValue actual, CheckValue required)
        {
            draft.Tell(Check.Of(code, passed: false, actual, required));
            return code;
        }

        static CheckValue Named(Conversion conversion) =>
            conversion.Deal is { } deal ? Phrase.Of("value.of_deal", conversion.Name, deal) : CheckValue.Text(conversion.Name);
    }

    private static ConversionState Amended(DecisionDraft draft, ConversionState conversion, Amendment input)
    {
        var customer = draft.Read<CustomerState>(StateKeys.Customer(conversion.Conversion.Customer));
        var counts = (customer?.Referral is { } referral ? draft.Plans.Of(referral, conversion.Judged).Program : draft.Program).AmountBase;
        var known = conversion.Conversion;
        var amended = input.Conversion with { OccurredAt = known.OccurredAt, ExplicitKey = known.ExplicitKey, Signals = known.Signals };
        RecordDifference(draft, customer, conversion, amended);
        return conversion with
        {
            Conversion = amended,
            Refunded = OrderParts.Total(amended, conversion.Refunds),
            FullyRefunded = OrderParts.IsWhole(amended, conversion.Refunds, OrderParts.Total(amended, conversion.Refunds)),
            Amended = new NamedInstant { Name = input.Id, At = input.Time },
            CountedBase = conversion.CountedBase ?? (known.Amount is null ? 0 : counts.Of(known)),
            IsCorrected = true,
        };
    }

    private static void RecordDifference(DecisionDraft draft, CustomerState? customer, ConversionState conversion, Conversion amended)
    {
        var known = conversion.Conversion;
        if (known.Amount is { } before && amended.Amount is { } after && before.Unit == after.Unit)
        {
            Record(after.MinorUnits - before.MinorUnits, before.Unit, Margin(amended) - Margin(known));
            return;
        }

        if (known.Amount is { } old)
        {
            Record(-old.MinorUnits, old.Unit, -Margin(known));
        }

        if (amended.Amount is { } fresh)
        {
            Record(fresh.MinorUnits, fresh.Unit, Margin(amended));
        }

        static long Margin(Conversion conversion) => conversion.Margin?.MinorUnits ?? 0;

        void Record(long more, Unit unit, long margin)
        {
            if (more != 0 || margin != 0)
            {
                draft.Record(new Fact
                {
                    Kind = FactKind.ConversionAmended,
                    OccurredAt = conversion.At,
                    Customer = known.Customer,
                    Referrer = customer?.Referral?.Referrer,
                    Segment = customer?.Segment,
                    Subject = known.Id,
                    Code = known.Name,
                    Amount = Amount.FromMinorUnits(more, unit),
                    Margin = margin == 0 ? null : Amount.FromMinorUnits(margin, unit),
                });
            }
        }
    }

    private static void Record(DecisionDraft draft, ConversionState conversion, long amount, Amount? margin, Instant at)
    {
        var customer = draft.Read<CustomerState>(StateKeys.Customer(conversion.Conversion.Customer));
        draft.Record(new Fact
        {
            Kind = FactKind.RefundCancelled,
            OccurredAt = at,
            Customer = conversion.Conversion.Customer,
            Referrer = customer?.Referral?.Referrer,
            Segment = customer?.Segment,
            Subject = conversion.Conversion.Id,
            Code = conversion.Conversion.Name,
            Amount = conversion.Conversion.Amount is { } whole ? Amount.FromMinorUnits(amount, whole.Unit) : null,
            Margin = margin,
        });
    }
}
