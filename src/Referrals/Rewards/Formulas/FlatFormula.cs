using Referrals.Qualification;

namespace Referrals.Rewards.Formulas;

internal sealed record FlatFormula(Amount Amount) : RewardFormula
{
    public override Unit Unit => Amount.Unit;

    internal override IncentiveGrant Apply(QualificationContext context, RoundingMode rounding, IIncentiveBook book) =>
        IncentiveGrant.Of(Amount);

    public override string ToString() => Amount.ToString();
}
