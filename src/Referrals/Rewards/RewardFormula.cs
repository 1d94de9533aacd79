using Referrals.Qualification;
using Referrals.Rewards.Formulas;

namespace Referrals.Rewards;

/// <summary>How much a conversion earns, as data. Every formula names its unit, so that the units a program gives are known.</summary>
public abstract record RewardFormula
{
    private protected RewardFormula()
    {
    }

    /// <summary>The unit of everything that the formula grants.</summary>
    public abstract Unit Unit { get; }

    /// <summary>The name of the host's rule, if the formula asks one.</summary>
    internal virtual string? CustomName => null;

    /// <summary>Always the same amount.</summary>
    /// <exception cref="ArgumentException">The amount is <c>default</c>, negative or zero.</exception>
    public static RewardFormula Flat(Amount amount) => new FlatFormula(Positive(amount, nameof(amount)));

    /// <summary>A share of the conversion's amount.</summary>
    /// <param name="share">Above 0 %.</param>
    /// <param name="unit">The unit that the conversion's amount must have; in any other unit nothing is granted, with that reason.</param>
    /// <param name="ceiling">The most that one conversion can earn; <c>null</c> for no limit.</param>
    /// <exception cref="ArgumentException">The share is zero, the unit is <c>default</c>, or the ceiling is in another unit.</exception>
    public static RewardFormula PercentOf(Percentage share, Unit unit, Amount? ceiling = null)
    {
        if (share.Fraction <= 0)
        {
            throw new ArgumentException("A share of 0 % rewards nobody; give one above it.", nameof(share));
        }

        _ = InputText.Check(unit);
        return ceiling is not { } limit || Positive(limit, nameof(ceiling)).Unit == unit
            ? new PercentageFormula(share, unit, ceiling)
            : throw new ArgumentException($"The ceiling {limit} takes the unit of the reward, {unit}.", nameof(ceiling));
    }

    /// <summary>A rule of the host's own, found by the name under which it is registered.</summary>
    /// <exception cref="ArgumentException">The name is empty or too long, or the unit is <c>default</c>.</exception>
    public static RewardFormula Custom(string name, Unit unit) => new CustomFormula(InputText.Check(name), InputText.Check(unit));

    internal abstract IncentiveGrant Apply(QualificationContext context, RoundingMode rounding, IIncentiveBook book);

    private static Amount Positive(Amount amount, string parameter) => InputText.NotNegative(amount, parameter).IsZero
        ? throw new ArgumentException("A reward of zero rewards nobody; give one above it.", parameter)
        : amount;
}
