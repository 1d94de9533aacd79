using Referrals.Explanations;

namespace Referrals;

internal sealed record TieredFormula(TierTable Table) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [.. Table.TierList.SelectMany(static tier => tier.Reward.Units).Distinct()];

    internal override IEnumerable<RewardFormula> Parts => Table.TierList.Select(static tier => tier.Reward);

    internal override int CountedNumbers => (Table.RaisesEarlier ? 4 : 1) + (Table.Grace is null ? 0 : 1);

    internal override bool Raises => Table.RaisesEarlier;

    internal override FormulaPlan Compile(RewardPlanBuilder builder) =>
        Table.IsGraduated ? new GraduatedPlan(Table, builder) : new WholePlan(Table, builder);

    internal override object Description => Table.Description;

    /// <summary>The step that is reached pays for the whole.</summary>
    private sealed class WholePlan(TierTable table, RewardPlanBuilder builder) : FormulaPlan
    {
        private readonly Measure _measure = table.Measure;
        private readonly bool _isPlainCount = table.Measure.IsPlainCount;
        private readonly bool _countsCurrent = table.Measure.CountsCurrent;
        private readonly int _slot = builder.Rules.Slot(table.Measure);
        private readonly int _graceSlot = table.Grace is { } grace ? builder.Rules.Slot(table.Measure, grace) : -1;
        private readonly long[] _from = [.. table.TierList.Select(tier => TierTable.Minor(table.Measure, tier.From, nameof(table)))];
        private readonly FormulaPlan[] _rewards = [.. table.TierList.Select(tier => tier.Reward.Compile(builder))];
        private readonly RaisePlan? _raise = table.RaisesEarlier ? new RaisePlan(table, FlatOf(table), builder) : null;

        private static long[]? FlatOf(TierTable table) => table.TierList.All(static tier => tier.Reward.IsFlat)
            ? [.. table.TierList.Select(static tier => ((FlatFormula)tier.Reward).Amount.MinorUnits)]
            : null;

        internal override FormulaResult Compute(in RuleScope scope)
        {
            var before = scope.Tally(_slot);
            var now = TierOf(_countsCurrent ? before + (_isPlainCount ? 1 : MeasureTallies.Delta(_measure, scope.Context)) : before);
            if (_graceSlot >= 0)
            {
                now = Math.Max(now, TierOf(scope.Tally(_graceSlot)));
            }

            if (now < 0)
            {
                return FormulaResult.Nothing(Refusals.BelowTiers);
            }

            var result = _rewards[now].Compute(scope);
            var old = _countsCurrent ? before : before - 1;
            return _from[now] <= old || !result.Kind.IsGranted ? result : Reaching(result, scope, TierOf(old), now);
        }

        internal override Check Why(in RuleScope scope, string code, CheckValue text)
        {
            var number = NumberOf(scope);
            var now = Math.Max(TierOf(number), _graceSlot >= 0 ? TierOf(scope.Tally(_graceSlot)) : -1);
            return now < 0
                ? Check.Of(
                    code,
                    passed: false,
                    CheckValue.Of(TierTable.NumberOf(_measure, number)),
                    Phrase.Of("value.measure_of", TierTable.NumberOf(_measure, _from[0]), _measure.Description))
                : _rewards[now].Why(scope, code, text);
        }

        private long NumberOf(in RuleScope scope) => !_countsCurrent ? scope.Tally(_slot)
            : scope.Tally(_slot) + (_isPlainCount ? 1 : MeasureTallies.Delta(_measure, scope.Context));

        private FormulaResult Reaching(in FormulaResult result, in RuleScope scope, int old, int now) =>
            now > old ? result.WithTier(now + 1, _raise?.Of(scope, now) ?? 0) : result;

        private int TierOf(long value)
        {
            var tier = _from.Length - 1;
            while (tier >= 0 && _from[tier] > value)
            {
                tier--;
            }

            return tier;
        }
    }

    /// <summary>Each part of an amount is paid at the rate of the step it lies on; rounded once, over all parts.</summary>
    private sealed class GraduatedPlan(TierTable table, RewardPlanBuilder builder) : FormulaPlan
    {
        private readonly Measure _measure = table.Measure;
        private readonly int _slot = builder.Rules.Slot(table.Measure);
        private readonly Unit _unit = table.Measure.SumOf!.Value;
        private readonly OutcomeKind _granted = OutcomeKind.Granted(table.Measure.SumOf!.Value);
        private readonly long[] _from = [.. table.TierList.Select(tier => TierTable.Minor(table.Measure, tier.From, nameof(table)))];
        private readonly decimal[] _rates =
            [.. table.TierList.Select(tier => tier.Reward.PlainPercentageOf(table.Measure.SumOf!.Value)!.Value.Fraction)];

        internal override FormulaResult Compute(in RuleScope scope)
        {
            if (!scope.Context.HasAmountIn(_unit))
            {
                return FormulaResult.Nothing(scope.Context.Conversion.Amount is null ? Refusals.AmountMissing : Refusals.Currency);
            }

            var before = scope.Tally(_slot);
            var after = checked(before + MeasureTallies.Delta(_measure, scope.Context));
            var sum = 0m;
            var reached = 0;
            for (var i = 0; i < _from.Length; i++)
            {
                var end = i + 1 < _from.Length ? _from[i + 1] : long.MaxValue;
                var part = Math.Min(after, end) - Math.Max(before, _from[i]);
                sum += part > 0 ? part * _rates[i] : 0;
                reached = before < _from[i] && after >= _from[i] ? i + 1 : reached;
            }

            return after <= _from[0]
                ? FormulaResult.Nothing(Refusals.BelowTiers)
                : FormulaResult.Of(_granted, (long)builder.Rounding.Apply(sum)).WithTier(reached, 0);
        }

        internal override Check Why(in RuleScope scope, string code, CheckValue text) => code != RewardCodes.BelowTiers
            ? WhyNoAmount(scope, code, _unit)
            : Check.Of(
                code,
                passed: false,
                CheckValue.Of(TierTable.NumberOf(_measure, checked(scope.Tally(_slot) + MeasureTallies.Delta(_measure, scope.Context)))),
                Phrase.Of("value.measure_of", Comparisons.Phrase(Comparison.Above, TierTable.NumberOf(_measure, _from[0])), _measure.Description));
    }
}
