using Referrals.Explanations;

namespace Referrals;

/// <summary>A reward when a count or sum reaches a mark: each mark once, or every so many.</summary>
internal sealed record MilestoneFormula(Measure Measure, ValueList<Tier> Marks, bool Every) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [.. Marks.SelectMany(static mark => mark.Reward.Units).Distinct()];

    internal override IEnumerable<RewardFormula> Parts => Marks.Select(static mark => mark.Reward);

    internal override int CountedNumbers => 2;

    internal override bool IsFlatMark => Marks.All(static mark => mark.Reward.IsFlatOrChoice);

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder);

    internal override object Description => Phrase.Of(
        "value.marks",
        PhraseList.Commas(Marks.Select(mark => Phrase.Of(Every ? "value.mark_every" : "value.mark", mark.Reward.Description, mark.From))),
        Measure.Description);

    private sealed class Plan(MilestoneFormula formula, RewardPlanBuilder builder) : FormulaPlan
    {
        private readonly int _slot = builder.Rules.MarkSlot(formula.Measure);
        private readonly long[] _marks = [.. formula.Marks.Select(mark => TierTable.Minor(formula.Measure, mark.From, nameof(formula)))];
        private readonly int[] _paid = [.. formula.Marks.Select(mark => builder.Rules.PaidSlot(
            formula.Measure, TierTable.Minor(formula.Measure, mark.From, nameof(formula)), formula.Every))];
        private readonly FormulaPlan[] _rewards = [.. formula.Marks.Select(mark => mark.Reward.Compile(builder))];

        internal override bool HasMarks => true;

        internal override FormulaResult Compute(in RuleScope scope)
        {
            var number = NumberOf(scope);
            var sum = default(FormulaResult?);
            for (var i = 0; i < _marks.Length; i++)
            {
                if (TimesOf(scope, i, number) is var times and > 0 && _rewards[i].Compute(scope) is { Kind.IsGranted: true } reward)
                {
                    sum = FormulaResult.Of(reward.Kind, checked((sum?.MinorUnits ?? 0) + (times * reward.MinorUnits))).WithTier(i + 1, 0);
                }
            }

            return sum ?? FormulaResult.Nothing(NextFrom(number) is null ? Refusals.MilestonesOver : Refusals.NoMilestone);
        }

        internal override Check Why(in RuleScope scope, string code, CheckValue text)
        {
            var number = NumberOf(scope);
            return Check.Of(
                code,
                passed: false,
                CheckValue.Of(Number(number)),
                NextFrom(number) is { } next ? Phrase.Of("value.measure_of", Number(next), formula.Measure.Description) : text);
        }

        internal override IReadOnlyList<ReachedMark> Reached(in RuleScope scope)
        {
            var number = NumberOf(scope);
            var reached = new List<ReachedMark>();
            for (var i = 0; i < _marks.Length; i++)
            {
                if (TimesOf(scope, i, number) is var times and > 0 && _rewards[i].Compute(scope) is { Kind.IsGranted: true } reward)
                {
                    reached.Add(new ReachedMark(_paid[i], times, times * reward.MinorUnits));
                }
            }

            return reached;
        }

        /// <summary>The lowest mark that is not reached yet; <c>null</c> after the last.</summary>
        private long? NextFrom(long number)
        {
            var next = default(long?);
            foreach (var mark in _marks)
            {
                var from = formula.Every ? checked(((number / mark) + 1) * mark) : mark;
                next = from > number && !(next <= from) ? from : next;
            }

            return next;
        }

        private object Number(long number) => TierTable.NumberOf(formula.Measure, number);

        private long NumberOf(in RuleScope scope) => checked(scope.Tally(_slot) + MeasureTallies.Delta(formula.Measure, scope.Context));

        /// <summary>How often a mark is due and not paid. It is asked for every time, so that nothing depends on which event moved the number.</summary>
        private long TimesOf(in RuleScope scope, int mark, long number) => number < _marks[mark] ? 0
            : Math.Max(0, (formula.Every ? number / _marks[mark] : 1) - scope.Tally(_paid[mark]));
    }
}
