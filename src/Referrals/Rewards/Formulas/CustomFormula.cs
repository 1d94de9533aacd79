using Referrals.Qualification.Plans;
using Referrals.Rewards.Plans;

namespace Referrals.Rewards.Formulas;

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
