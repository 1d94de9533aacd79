using Referrals.Qualification.Plans;
using Referrals.Rewards.Plans;

namespace Referrals.Rewards.Formulas;

/// <summary>So much for every full step of the amount: a point for every 10 EUR.</summary>
internal sealed record SpendFormula(Amount Each, Amount Step) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [Each.Unit];

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(Each, Step);

    public override string ToString() => $"{Each} for every {Step}";

    private sealed class Plan(Amount each, Amount step) : FormulaPlan
    {
        private readonly OutcomeKind _granted = OutcomeKind.Granted(each.Unit);

        internal override FormulaResult Compute(in RuleScope scope)
        {
            var context = scope.Context;
            return context.HasAmountIn(step.Unit)
                ? FormulaResult.Of(_granted, checked(context.BaseMinorUnits / step.MinorUnits * each.MinorUnits))
                : FormulaResult.Nothing(context.Conversion.Amount is null ? Refusals.AmountMissing : Refusals.Currency);
        }
    }
}
