using NodaTime;

namespace Referrals.Rewards.Limits;

/// <summary>
/// How much a customer can earn in a tax year before the host must know more about them. What goes beyond is granted but waits for a review.
/// </summary>
public sealed record TaxThreshold
{
    private TaxThreshold(Amount amount, TimeFrame year)
    {
        Amount = amount;
        Year = year;
    }

    /// <summary>The sum of rewards in one year up to which nothing waits, that sum included.</summary>
    public Amount Amount { get; }

    /// <summary>The tax year.</summary>
    public TimeFrame Year { get; }

    /// <summary>A threshold.</summary>
    /// <param name="amount">Above zero; rewards in this unit count.</param>
    /// <param name="yearStart">The first day of the tax year; <c>null</c> for the program's year.</param>
    /// <exception cref="ArgumentException">The amount is not above zero, or the date is after the 28th of its month.</exception>
    public static TaxThreshold Of(Amount amount, AnnualDate? yearStart = null) => InputText.NotNegative(amount).IsZero
        ? throw new ArgumentException("A threshold of zero lets every reward wait; hold the rewards instead.", nameof(amount))
        : new TaxThreshold(amount, yearStart is { } start ? TimeFrame.CalendarYear.StartingOn(start) : TimeFrame.CalendarYear);

    /// <summary>Such as <c>600.00 USD per year</c>.</summary>
    public override string ToString() => $"{Amount} {Year}";
}
