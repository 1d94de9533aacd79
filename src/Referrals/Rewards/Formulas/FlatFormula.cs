using Referrals.Qualification.Plans;
using Referrals.Rewards.Plans;

namespace Referrals.Rewards.Formulas;

internal sealed record FlatFormula(Amount Amount) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [Amount.Unit];

    internal override decimal? PlainSize => Amount.Value;

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(Amount);

    public override string ToString() => Amount.ToString();

    private sealed class Plan(Amount amount) : FormulaPlan
    {
        private readonly FormulaResult _result = FormulaResult.Of(OutcomeKind.Granted(amount.Unit), amount.MinorUnits);

        internal override FormulaResult Compute(in RuleScope scope) => _result;
    }
}
