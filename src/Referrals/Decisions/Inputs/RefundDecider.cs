using NodaTime;
using Referrals.Explanations;
using Referrals.Storage;

namespace Referrals;

internal static class RefundDecider
{
    internal static Decision Decide(DecisionDraft draft, Refund input)
    {
        if (draft.Read<ConversionState>(StateKeys.Conversion(input.ConversionId)) is not { IsKnown: true } conversion)
        {
            return Wait(draft, input);
        }

        if (Refusal(draft, input, conversion) is { } refusal)
        {
            return draft.Refuse(refusal, input.ConversionId);
        }

        if (conversion.Cancelled.FirstOrDefault(cancelled => cancelled.Name == input.Id) is { } withdrawn)
        {
            CorrectionDecider.Withdraw(draft, conversion, input, withdrawn);
            return draft.Accept(DecisionCodes.RefundCancelled, input.ConversionId);
        }

        return draft.Accept(Apply(draft, conversion, [input]), input.ConversionId);
    }

    /// <summary>Applies the refunds that waited for a conversion which has come now; those that it does not allow are told as such.</summary>
    internal static void Apply(DecisionDraft draft, string conversionId, IReadOnlyList<Refund> waited)
    {
        if (waited.Count == 0)
        {
            return;
        }

        var conversion = draft.Read<ConversionState>(StateKeys.Conversion(conversionId))!;
        var (after, allowed) = (conversion, new List<Refund>(waited.Count));
        foreach (var refund in waited)
        {
            if (Refusal(draft, refund, after) is not null)
            {
                continue;
            }

            if (conversion.Cancelled.FirstOrDefault(cancelled => cancelled.Name == refund.Id) is { } withdrawn)
            {
                CorrectionDecider.Withdraw(draft, after, refund, withdrawn);
                continue;
            }

            allowed.Add(refund);
            after = Refunded(after, refund);
        }

        if (allowed.Count > 0)
        {
            _ = Apply(draft, conversion, allowed);
        }
    }

    /// <summary>Keeps a refund of a conversion that is not known yet.</summary>
    private static Decision Wait(DecisionDraft draft, Refund input)
    {
        var key = StateKeys.Conversion(input.ConversionId);
        var conversion = draft.Read<ConversionState>(key) ?? new ConversionState();
        if (conversion.WaitingRefunds.Count >= Room(draft))
        {
            draft.Tell(Check.Of(
                DecisionCodes.RefundsTooMany,
                passed: false,
                Phrase.Of("value.refunds_wait", conversion.WaitingRefunds.Count),
                Phrase.Of("value.conversion_first", input.ConversionId)));
            return draft.Refuse(DecisionCodes.RefundsTooMany, input.ConversionId);
        }

        draft.Write(key, conversion with { WaitingRefunds = conversion.WaitingRefunds.Append(input).ToValueList() });
        draft.Tell(Check.Note(DecisionCodes.RefundWaiting, CheckValue.Text(input.ConversionId)));
        return draft.Accept(DecisionCodes.RefundWaiting, input.ConversionId);
    }

    /// <summary>How many refunds can wait, so that the commit of the conversion has room to grant, and to take back what it grants.</summary>
    private static int Room(DecisionDraft draft)
    {
        var room = CommitBatch.MaxOperations
            - draft.Programs.All.Max(static program => program.OperationsPerConversion + CommitSize.OfRefund(program));
        return Math.Clamp(room, 0, ConversionState.MaxWaitingRefunds);
    }

    /// <summary>Applies refunds that a conversion allows: a fact for each, and one correction of each reward for all of them together.</summary>
    private static string Apply(DecisionDraft draft, ConversionState conversion, IReadOnlyList<Refund> refunds)
    {
        var at = draft.At;
        var after = conversion;
        foreach (var refund in refunds)
        {
            at = Instant.Max(at, refund.Time);
            var next = Refunded(after, refund);
            Record(draft, refund, after, next.Refunded - after.Refunded);
            after = next;
        }

        switch (ConversionCorrection.Write(draft, conversion, after, ReversalCause.NameOfRefund(refunds[^1].Id), at, isRefund: true))
        {
            case Corrected.Changed:
                return DecisionCodes.RefundReversed;
            case Corrected.Kept:
                return DecisionCodes.RefundKept;
            default:
                draft.Tell(Check.Note(DecisionCodes.RefundWithoutReward));
                return DecisionCodes.RefundWithoutReward;
        }
    }

    private static ConversionState Refunded(ConversionState conversion, Refund refund)
    {
        var whole = conversion.Conversion.Amount?.MinorUnits ?? 0;
        var refunded = checked(conversion.Refunded + OrderParts.AmountOf(conversion.Conversion, conversion.Refunds, refund));
        return conversion with
        {
            Refunds = conversion.Refunds.Append(refund.Kept()).ToValueList(),
            RefundedAt = conversion.Judged is null ? Instant.Max(conversion.RefundedAt ?? conversion.At, refund.Time) : conversion.RefundedAt,
            Refunded = refunded,
            FullyRefunded = refund.IsWhole || refunded >= whole,
        };
    }

    private static string? Refusal(DecisionDraft draft, Refund input, ConversionState conversion)
    {
        var worth = conversion.Conversion.Amount;
        foreach (var amount in input.Amounts)
        {
            if (worth is not { } known || known.Unit != amount.Unit)
            {
                draft.Tell(Check.Of(DecisionCodes.RefundUnit, passed: false, amount, worth is { } other ? other.Unit : Phrase.Of("value.whole_refund")));
                return DecisionCodes.RefundUnit;
            }
        }

        if (OrderParts.UnknownLine(conversion.Conversion, input) is { } line)
        {
            draft.Tell(Check.Of(DecisionCodes.RefundUnknownLine, passed: false, CheckValue.Text(line), Phrase.Of("value.conversion_line")));
            return DecisionCodes.RefundUnknownLine;
        }

        if (conversion.Refunds.Count >= ConversionState.MaxRefunds && !input.IsWhole)
        {
            draft.Tell(Check.Of(
                DecisionCodes.RefundsTooManyOfOne,
                passed: false,
                Phrase.Of("value.refunds", conversion.Refunds.Count),
                Comparisons.Phrase(Comparison.AtMost, ConversionState.MaxRefunds)));
            return DecisionCodes.RefundsTooManyOfOne;
        }

        var left = (worth?.MinorUnits ?? 0) - conversion.Refunded;
        if (conversion.FullyRefunded || OrderParts.AmountOf(conversion.Conversion, conversion.Refunds, input) > left)
        {
            draft.Tell(Check.Of(
                DecisionCodes.RefundTooMuch,
                passed: false,
                input.Amount is { } asked ? asked : input.NamesParts ? Worth(conversion, input) : Phrase.Of("value.the_whole"),
                worth is { } value
                    ? Comparisons.Phrase(Comparison.AtMost, Amount.FromMinorUnits(left, value.Unit))
                    : Phrase.Of("value.conversion_not_refunded")));
            return DecisionCodes.RefundTooMuch;
        }

        if (OrderParts.TooMuch(conversion.Conversion, conversion.Refunds, input) is var (part, most))
        {
            draft.Tell(Check.Of(DecisionCodes.RefundTooMuch, passed: false, part, Comparisons.Phrase(Comparison.AtMost, most)));
            return DecisionCodes.RefundTooMuch;
        }

        return null;
    }

    private static CheckValue Worth(ConversionState conversion, Refund input) => Amount.FromMinorUnits(
        OrderParts.AmountOf(conversion.Conversion, conversion.Refunds, input), conversion.Conversion.Amount!.Value.Unit);

    internal static void Record(DecisionDraft draft, Refund input, ConversionState conversion, long part)
    {
        var customer = draft.Read<CustomerState>(StateKeys.Customer(conversion.Conversion.Customer));
        draft.Record(new Fact
        {
            Kind = FactKind.RefundRecorded,
            OccurredAt = input.Time,
            Customer = conversion.Conversion.Customer,
            Referrer = customer?.Referral?.Referrer,
            Segment = customer?.Segment,
            Subject = conversion.Conversion.Id,
            Code = conversion.Conversion.Name,
            Amount = conversion.Conversion.Amount is { } whole ? Amount.FromMinorUnits(part, whole.Unit) : null,
            Margin = input.Margin,
        });
    }
}
