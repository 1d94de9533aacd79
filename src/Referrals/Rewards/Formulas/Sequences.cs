using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// A reward for each payment of a referee: the first so many, or within so much time after the first, or for ever; each worth so much
/// of the one before. Several formulas are for the first, the second payment and so on.
/// </summary>
internal sealed record RecurringFormula(
    ValueList<RewardFormula> Each, int? Payments, TimePeriod? Within, Percentage? Declining, bool RepeatsLast) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [.. Each.SelectMany(static formula => formula.Units).Distinct()];

    internal override IEnumerable<RewardFormula> Parts => Each;

    internal override int CountedNumbers => 1;

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder);

    internal override object Description => PhraseList.Commas(Each.Select(static (each, place) => place == 0 ? each.Description : Phrase.Of("value.then", each.Description))
        .Concat(((object?[])
        [
            Declining is { } ratio ? Phrase.Of("value.declining", ratio) : null,
            Payments is { } count ? Phrase.Of("value.for_payments", count) : null,
            Within is { } window ? Phrase.Of("value.for_time", window) : null,
        ]).OfType<object>()));

    private sealed class Plan(RecurringFormula formula, RewardPlanBuilder builder) : FormulaPlan
    {
        private static readonly Measure Counted = Measure.RuleConversionsOfReferee();

        private readonly int _slot = builder.Rules.Slot(Counted);
        private readonly FormulaPlan[] _each = [.. formula.Each.Select(each => each.Compile(builder))];
        private readonly DateTimeZone _zone = builder.Rules.Calendar.Zone;
        private readonly string _rule = builder.Rules.Rule;

        internal override FormulaResult Compute(in RuleScope scope)
        {
            var place = scope.Tally(_slot);
            if (place >= (formula.Payments ?? long.MaxValue) || (place >= _each.Length && !formula.RepeatsLast))
            {
                return FormulaResult.Nothing(Refusals.PaymentsOver);
            }

            // The time begins with the first payment that qualified; one that is reported late may turn out to be it.
            if (formula.Within is { } window && scope.Context.FirstQualifiedAt(_rule) is { } first
                && scope.Context.OccurredAt >= window.EndFrom(first, _zone))
            {
                return FormulaResult.Nothing(Refusals.TimeOver);
            }

            var result = _each[Math.Min(place, _each.Length - 1)].Compute(scope);
            return formula.Declining is not { } ratio || !result.Kind.IsGranted || place == 0
                ? result
                : FormulaResult.Of(result.Kind, (long)builder.Rounding.Apply(result.MinorUnits * Power(ratio.Fraction, place)));
        }

        internal override Check Why(in RuleScope scope, string code, CheckValue text)
        {
            var place = scope.Tally(_slot);
            return code switch
            {
                RewardCodes.PaymentsOver => Check.Of(
                    code,
                    passed: false,
                    Phrase.Of("value.payment", place + 1),
                    Comparisons.Phrase(Comparison.AtMost, formula.Payments ?? _each.Length)),
                RewardCodes.TimeOver when scope.Context.FirstQualifiedAt(_rule) is { } first => Check.Of(
                    code,
                    passed: false,
                    scope.Context.OccurredAt,
                    Phrase.Of("value.window", formula.Within!, first)),
                _ => _each[Math.Min(place, _each.Length - 1)].Why(scope, code, text),
            };
        }

        private static decimal Power(decimal ratio, long exponent)
        {
            // Far beyond 28 digits nothing is left of any amount.
            var power = 1m;
            for (var i = 0; i < exponent && power > 0; i++)
            {
                power *= ratio;
            }

            return power;
        }
    }
}

/// <summary>
/// A reward for a deal, earned as the deal is paid: in stages, or in proportion where there are none. What a payment earns is the
/// difference of what is earned after and before it, so that the parts add up to the reward exactly.
/// </summary>
internal sealed record StagedFormula(RewardFormula Whole, ValueList<PaymentStage> Stages) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => Whole.Units;

    internal override IEnumerable<RewardFormula> Parts => [Whole];

    internal override int CountedNumbers => 2;

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder);

    internal override object Description => Stages.Count == 0
        ? Phrase.Of("value.deal_proportion", Whole.Description)
        : Phrase.Of(
            "value.deal_stages",
            Whole.Description,
            PhraseList.Commas(Stages.Select(static stage => Phrase.Of("value.deal_stage", stage.Earned, stage.Paid))));

    private sealed class Plan(StagedFormula formula, RewardPlanBuilder builder) : FormulaPlan
    {
        private readonly int _slot = builder.DealSlot();
        private readonly int _earned = builder.EarnedSlot();
        private readonly Unit _unit = formula.Units[0];
        private readonly OutcomeKind _granted = OutcomeKind.Granted(formula.Units[0]);
        private readonly RoundingMode _rounding = builder.Rounding;
        private readonly long? _flat = (formula.Whole as FlatFormula)?.Amount.MinorUnits;
        private readonly ShareOf _share = new(formula.Whole.PlainPercentageOf(formula.Units[0])?.Fraction ?? 0, builder.Rounding);

        internal override FormulaResult Compute(in RuleScope scope)
        {
            var context = scope.Context;
            if (context.Conversion.DealAmount is not { } deal || context.Conversion.Amount is null)
            {
                return FormulaResult.Nothing(Refusals.DealMissing);
            }

            if (_flat is null && deal.Unit != _unit)
            {
                return FormulaResult.Nothing(Refusals.Currency);
            }

            var whole = _flat ?? _share.Of(deal.MinorUnits);
            var before = scope.Tally(_slot);
            var earned = Earned(whole, checked(before + context.BaseMinorUnits), deal.MinorUnits) - scope.Tally(_earned);
            return earned > 0 ? FormulaResult.Of(_granted, earned) : FormulaResult.Nothing(Refusals.StageNotReached);
        }

        internal override Check Why(in RuleScope scope, string code, CheckValue text)
        {
            var conversion = scope.Context.Conversion;
            if (conversion.DealAmount is not { } deal || conversion.Amount is null)
            {
                return Check.Of(code, passed: false, default, Phrase.Of("value.deal_payment"));
            }

            var paid = checked(scope.Tally(_slot) + scope.Context.BaseMinorUnits);
            return code == RewardCodes.Currency ? Check.Of(code, passed: false, deal, Phrase.Of("value.deal_in", _unit))
                : code == RewardCodes.StageNotReached && formula.Stages.FirstOrDefault(stage => paid < stage.Paid.Fraction * deal.MinorUnits) is { } next
                ? Check.Of(code, passed: false, Phrase.Of("value.paid_of", Amount.FromMinorUnits(paid, deal.Unit), deal), Phrase.Of("value.is_paid", next.Paid))
                : base.Why(scope, code, text);
        }

        private long Earned(long whole, long paid, long deal)
        {
            if (formula.Stages.Count == 0)
            {
                return _rounding.Divide((Int128)whole * Math.Min(paid, deal), deal);
            }

            var earned = 0L;
            foreach (var stage in formula.Stages)
            {
                if (paid >= stage.Paid.Fraction * deal)
                {
                    earned = new ShareOf(stage.Earned.Fraction, _rounding).Of(whole);
                }
            }

            return earned;
        }
    }
}
