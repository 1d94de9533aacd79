using Referrals.Explanations;

namespace Referrals;

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

        internal override FormulaResult Compute(in RuleScope scope) => Chosen(scope).Compute(scope);

        internal override Check Why(in RuleScope scope, string code, string text) => Chosen(scope).Why(scope, code, text);

        private FormulaPlan Chosen(in RuleScope scope)
        {
            if (scope.State.Choice(_rule, scope.Owner) is { } name)
            {
                for (var i = 0; i < _options.Length; i++)
                {
                    if (string.Equals(formula.Options[i].Name, name, StringComparison.Ordinal))
                    {
                        return _options[i];
                    }
                }
            }

            return _options[0];
        }
    }
}

internal sealed record CustomFormula(string Name, Unit Unit) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [Unit];

    internal override IEnumerable<string> CustomRules => [Name];

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder.Incentives.Incentive(Name));

    public override string ToString() => Name;

    private sealed class Plan(CustomFormula formula, IIncentiveRule rule) : FormulaPlan
    {
        private readonly OutcomeKind _granted = OutcomeKind.Granted(formula.Unit);

        internal override FormulaResult Compute(in RuleScope scope)
        {
            try
            {
                return Granted(scope);
            }
            catch (Exception exception)
            {
                throw CustomRuleFailure.Of($"incentive rule '{formula.Name}'", exception);
            }
        }

        private FormulaResult Granted(in RuleScope scope)
        {
            var grant = rule.Grant(scope.Context) ?? throw new InvalidOperationException(
                $"The incentive rule '{formula.Name}' answered null. Answer IncentiveGrant.None(reason) to grant nothing.");
            if (grant.Amount is not { } amount)
            {
                return FormulaResult.Nothing(OutcomeKind.Refused(grant.Reason!));
            }

            return amount.Unit == formula.Unit
                ? FormulaResult.Of(_granted, amount.MinorUnits)
                : throw new InvalidOperationException(
                    $"The incentive rule '{formula.Name}' granted {amount}, but its incentive names the unit {formula.Unit}. Make them agree.");
        }
    }
}
