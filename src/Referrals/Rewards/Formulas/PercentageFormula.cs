using Referrals.Qualification;

namespace Referrals.Rewards.Formulas;

internal sealed record PercentageFormula(Percentage Share, Unit RewardUnit, Amount? Ceiling) : RewardFormula
{
    public override Unit Unit => RewardUnit;

    internal override IncentiveGrant Apply(QualificationContext context, RoundingMode rounding, IIncentiveBook book)
    {
        if (context.Conversion.Amount is not { } amount)
        {
            return IncentiveGrant.None(RewardCodes.AmountMissing);
        }

        if (amount.Unit != RewardUnit)
        {
            return IncentiveGrant.None(RewardCodes.Currency);
        }

        var granted = Share.Of(amount, rounding);
        return IncentiveGrant.Of(Ceiling is { } ceiling && granted > ceiling ? ceiling : granted);
    }

    public override string ToString() => Ceiling is { } ceiling ? $"{Share}, at most {ceiling}" : Share.ToString();
}
