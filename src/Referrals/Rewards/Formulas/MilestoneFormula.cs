using System.Globalization;
using Referrals.Qualification;
using Referrals.Qualification.Plans;
using Referrals.Rewards.Plans;
using Referrals.Rewards.Tables;

namespace Referrals.Rewards.Formulas;

/// <summary>A reward when a count or sum reaches a mark: each mark once, or every so many.</summary>
internal sealed record MilestoneFormula(Measure Measure, ValueList<Tier> Marks, bool Every) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [.. Marks.SelectMany(static mark => mark.Reward.Units).Distinct()];

    internal override IEnumerable<RewardFormula> Parts => Marks.Select(static mark => mark.Reward);

    internal override int CountedNumbers => 1;

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder);

    public override string ToString() => string.Join(", ", Marks.Select(mark => string.Create(
        CultureInfo.InvariantCulture, $"{mark.Reward} at {(Every ? "every " : string.Empty)}{mark.From}"))) + $" of {Measure}";

    private sealed class Plan(MilestoneFormula formula, RewardPlanBuilder builder) : FormulaPlan
    {
        private readonly int _slot = builder.Rules.Slot(formula.Measure);
        private readonly long[] _marks = [.. formula.Marks.Select(mark => TierTable.Minor(formula.Measure, mark.From, nameof(formula)))];
        private readonly FormulaPlan[] _rewards = [.. formula.Marks.Select(mark => mark.Reward.Compile(builder))];

        internal override FormulaResult Compute(in RuleScope scope)
        {
            var before = scope.Tally(_slot);
            var after = before + MeasureTallies.Delta(formula.Measure, scope.Context);
            var sum = default(FormulaResult?);
            for (var i = 0; i < _marks.Length; i++)
            {
                var times = formula.Every ? (after / _marks[i]) - (before / _marks[i]) : before < _marks[i] && after >= _marks[i] ? 1 : 0;
                if (times > 0 && _rewards[i].Compute(scope) is { Kind.IsGranted: true } reward)
                {
                    sum = FormulaResult.Of(reward.Kind, checked((sum?.MinorUnits ?? 0) + (times * reward.MinorUnits))).WithTier(i + 1, 0);
                }
            }

            return sum ?? FormulaResult.Nothing(Refusals.NoMilestone);
        }
    }
}
