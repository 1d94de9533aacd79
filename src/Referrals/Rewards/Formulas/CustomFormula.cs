using Referrals.Qualification;

namespace Referrals.Rewards.Formulas;

internal sealed record CustomFormula(string Name, Unit RewardUnit) : RewardFormula
{
    public override Unit Unit => RewardUnit;

    internal override string CustomName => Name;

    internal override IncentiveGrant Apply(QualificationContext context, RoundingMode rounding, IIncentiveBook book)
    {
        var grant = book.Incentive(Name).Grant(context)
            ?? throw new InvalidOperationException(
                $"The incentive rule '{Name}' answered null. Answer IncentiveGrant.None(reason) to grant nothing.");
        return grant.Amount is { } amount && amount.Unit != RewardUnit
            ? throw new InvalidOperationException(
                $"The incentive rule '{Name}' granted {amount}, but its incentive names the unit {RewardUnit}. Make them agree.")
            : grant;
    }

    public override string ToString() => Name;
}
