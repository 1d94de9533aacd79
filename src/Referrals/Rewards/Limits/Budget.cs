namespace Referrals.Rewards.Limits;

/// <summary>The most that a program gives in one unit, and what happens once it is used up.</summary>
public sealed record Budget
{
    private Budget(Amount amount, BudgetEnd whenUsedUp)
    {
        Amount = amount;
        WhenUsedUp = whenUsedUp;
    }

    /// <summary>The most that is given in all; never exceeded.</summary>
    public Amount Amount { get; }

    /// <summary>What happens once a reward has not fitted any more.</summary>
    public BudgetEnd WhenUsedUp { get; }

    /// <summary>A budget.</summary>
    /// <exception cref="ArgumentException">The amount is not above zero, or the end is none.</exception>
    public static Budget Of(Amount amount, BudgetEnd whenUsedUp = BudgetEnd.GoOn) => InputText.NotNegative(amount).IsZero
        ? throw new ArgumentException("A budget of zero rewards nobody; leave it out, or give one above it.", nameof(amount))
        : Enum.IsDefined(whenUsedUp)
            ? new Budget(amount, whenUsedUp)
            : throw new ArgumentOutOfRangeException(nameof(whenUsedUp), whenUsedUp, "This is no end of a budget.");

    /// <summary>Such as <c>5000.00 EUR</c>.</summary>
    public override string ToString() => Amount.ToString();
}
