using Referrals.Qualification.Plans;
using Referrals.Rewards.Plans;
using Referrals.Rewards.Tables;

namespace Referrals.Rewards.Formulas;

/// <summary>One of several rewards, as the customer has chosen before; the first, where nothing was chosen.</summary>
internal sealed record ChoiceFormula(ValueList<RewardOption> Options) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [.. Options.SelectMany(static option => option.Reward.Units).Distinct()];

    internal override IEnumerable<RewardFormula> Parts => Options.Select(static option => option.Reward);

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder);

    public override string ToString() => string.Join(" or ", Options.Select(static option => option.Reward));

    private sealed class Plan(ChoiceFormula formula, RewardPlanBuilder builder) : FormulaPlan
    {
        private readonly string _rule = builder.Rules.Rule;
        private readonly FormulaPlan[] _options = [.. formula.Options.Select(option => option.Reward.Compile(builder))];

        internal override FormulaResult Compute(in RuleScope scope)
        {
            if (scope.State.Choice(_rule, scope.Owner) is { } name)
            {
                for (var i = 0; i < _options.Length; i++)
                {
                    if (string.Equals(formula.Options[i].Name, name, StringComparison.Ordinal))
                    {
                        return _options[i].Compute(scope);
                    }
                }
            }

            return _options[0].Compute(scope);
        }
    }
}
