using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

internal static class RefundDecider
{
    internal static Decision Decide(DecisionDraft draft, Refund input)
    {
        var key = StateKeys.Conversion(input.ConversionId);
        if (draft.Read<ConversionState>(key) is not { } conversion)
        {
            draft.Tell(Check.Of(DecisionCodes.RefundUnknownConversion, passed: false, input.ConversionId, "the id of a recorded conversion"));
            return draft.Refuse(DecisionCodes.RefundUnknownConversion, input.ConversionId);
        }

        if (Refusal(draft, input, conversion) is { } refusal)
        {
            return draft.Refuse(refusal, input.ConversionId);
        }

        var whole = conversion.Conversion.Amount?.MinorUnits ?? 0;
        var part = input.Amount?.MinorUnits ?? whole - conversion.Refunded;
        var refunded = checked(conversion.Refunded + part);
        var fully = input.Amount is null || refunded >= whole;
        conversion = Counting(draft, conversion);
        var counted = fully
            ? TallyCounting.Return(draft, conversion.Counted, input.ConversionId, refunded: 1, whole: 1)
            : TallyCounting.Return(draft, conversion.Counted, input.ConversionId, refunded, whole);
        draft.Write(key, conversion with { Refunded = refunded, FullyRefunded = fully, Counted = counted });
        Record(draft, input, conversion, part);
        Lower(draft, conversion, counted);
        var outcome = Reverse(draft, input, conversion, fully ? whole : refunded, whole, fully);
        if (Marks.TakeBack(draft, counted, $"{input.Id}~mark", byRefund: true))
        {
            outcome = DecisionCodes.RefundReversed;
        }
        else if (outcome == DecisionCodes.RefundWithoutReward)
        {
            draft.Tell(Check.Note(DecisionCodes.RefundWithoutReward));
        }

        return draft.Accept(outcome, input.ConversionId);
    }

    private static string? Refusal(DecisionDraft draft, Refund input, ConversionState conversion)
    {
        var worth = conversion.Conversion.Amount;
        if (input.Amount is { } amount && (worth is not { } whole || whole.Unit != amount.Unit))
        {
            draft.Tell(Check.Of(DecisionCodes.RefundUnit, passed: false, amount.ToString(), worth?.Unit.ToString() ?? "a refund of the whole"));
            return DecisionCodes.RefundUnit;
        }

        var left = (worth?.MinorUnits ?? 0) - conversion.Refunded;
        if (conversion.FullyRefunded || input.Amount?.MinorUnits > left)
        {
            draft.Tell(Check.Of(
                DecisionCodes.RefundTooMuch,
                passed: false,
                input.Amount?.ToString() ?? "the whole",
                worth is { } value ? $"at most {Amount.FromMinorUnits(left, value.Unit)}" : "a conversion not refunded yet"));
            return DecisionCodes.RefundTooMuch;
        }

        return null;
    }

    private static void Record(DecisionDraft draft, Refund input, ConversionState conversion, long part)
    {
        var customer = draft.Read<CustomerState>(StateKeys.Customer(conversion.Conversion.Customer));
        draft.Record(new Fact
        {
            Kind = FactKind.RefundRecorded,
            OccurredAt = draft.At,
            Customer = conversion.Conversion.Customer,
            Referrer = customer?.Referral?.Referrer,
            Segment = customer?.Segment,
            Subject = conversion.Conversion.Id,
            Code = conversion.Conversion.Name,
            Amount = conversion.Conversion.Amount is { } whole ? Amount.FromMinorUnits(part, whole.Unit) : null,
            Margin = input.Margin,
        });
    }

    /// <summary>What the rejection of the referral has taken back is not taken back again.</summary>
    private static ConversionState Counting(DecisionDraft draft, ConversionState conversion) =>
        draft.Read<CustomerState>(StateKeys.Customer(conversion.Conversion.Customer)) is { Referral.IsRejected: true }
            ? conversion with { Counted = conversion.Counted.Where(static counted => counted.IsOwn).ToValueList() }
            : conversion;

    /// <summary>The referral counts for as much less.</summary>
    private static void Lower(DecisionDraft draft, ConversionState conversion, ValueList<CountedTally> counted)
    {
        var key = StateKeys.Customer(conversion.Conversion.Customer);
        if (draft.Read<CustomerState>(key) is { Referral: { Counts.Count: > 0 } referral } customer)
        {
            draft.Write(key, customer with { Referral = Standing.Without(referral, conversion.Counted, counted) });
        }
    }

    private static string Reverse(DecisionDraft draft, Refund input, ConversionState conversion, long refunded, long whole, bool fully)
    {
        var outcome = DecisionCodes.RefundWithoutReward;
        foreach (var id in conversion.Rewards)
        {
            if (draft.Read<RewardState>(StateKeys.Reward(id)) is not { } reward)
            {
                continue;
            }

            if (reward.OnRefund == RefundPolicy.Keep)
            {
                draft.Tell(Check.Note(DecisionCodes.RefundKept, reward.Granted.ToString()) with { Rule = reward.Rule, Side = reward.Side });
                outcome = outcome == DecisionCodes.RefundReversed ? outcome : DecisionCodes.RefundKept;
                continue;
            }

            if (reward.IsOfMark)
            {
                continue; // It goes back with its mark, below.
            }

            var rounding = draft.Programs.For(reward.ProgramVersion).Rounding;
            var total = fully ? reward.Granted.MinorUnits : Reversal.Total(reward.Granted, refunded, whole, rounding);
            RewardReversal.Decide(draft, input.Id, reward, total);
            outcome = DecisionCodes.RefundReversed;
        }

        return outcome;
    }
}
