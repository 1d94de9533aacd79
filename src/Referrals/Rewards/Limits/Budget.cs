using System.Globalization;
using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>The most that a program gives in one unit, and what happens once it is used up.</summary>
public sealed record Budget
{
    private Budget(Amount amount, BudgetExhaustion whenUsedUp)
    {
        Amount = amount;
        WhenUsedUp = whenUsedUp;
    }

    /// <summary>The most that is given in all; never exceeded.</summary>
    public Amount Amount { get; }

    /// <summary>What happens once a reward has not fitted any more.</summary>
    public BudgetExhaustion WhenUsedUp { get; }

    /// <summary>A budget.</summary>
    /// <exception cref="ArgumentException">The amount is not above zero, or the end is none.</exception>
    public static Budget Of(Amount amount, BudgetExhaustion whenUsedUp = BudgetExhaustion.GoOn) => InputText.NotNegative(amount).IsZero
        ? throw new ArgumentException("A budget of zero rewards nobody; leave it out, or give one above it.", nameof(amount))
        : Enum.IsDefined(whenUsedUp)
            ? new Budget(amount, whenUsedUp)
            : throw new ArgumentOutOfRangeException(nameof(whenUsedUp), whenUsedUp, "Not a valid end of a budget.");

    /// <summary>Such as <c>5000.00 EUR</c>.</summary>
    public override string ToString() => Amount.ToString();
}

/// <summary>What happens to a program once its budget is used up.</summary>
public enum BudgetExhaustion
{
    /// <summary>It goes on: referrals are created and tracked, but earn nothing in that unit. The default.</summary>
    GoOn = 0,

    /// <summary>It closes: no more referrals are created.</summary>
    Close = 1,
}

/// <summary>A budget with the slot in which its use is kept.</summary>
internal sealed class BudgetPlan
{
    private readonly ValueKind _left;
    private readonly ValueKind _amount;

    internal BudgetPlan(Budget budget, int slot)
    {
        Budget = budget;
        Slot = slot;
        _left = ValueKind.In("value.left", ValueKind.Of(budget.Amount.Unit));
        _amount = ValueKind.Of(budget.Amount.Unit);
    }

    internal Budget Budget { get; }

    internal int Slot { get; }

    internal Check Check(string code, bool passed, long left, long wanted) =>
        Referrals.Explanations.Check.Of(code, passed, _left.With(left), _amount.With(wanted));
}

/// <summary>
/// How much a customer can earn in a tax year before the application must know more about them. What goes beyond is granted but waits for a review.
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
    public override string ToString() => PhraseWriter.English.Write(Description);

    internal Phrase Description => Phrase.Of("value.per_time", Amount, Phrase.Of(Year));
}

/// <summary>Under which names the use of limits is kept. No rule's name begins with an at sign.</summary>
internal static class LimitTallies
{
    /// <summary>
    /// What a referral may earn is one sum for all who share its rewards. How often it may be rewarded is counted for each of them, since all of them get
    /// a part of the same reward.
    /// </summary>
    internal static RuleTally Cap(string rule, Cap cap) => new(
        KeyText.Of("cap", rule, What(cap), cap.IsPerReferral ? "each" : string.Empty, cap.RoomReturns ? "back" : string.Empty, Length(cap)),
        !cap.IsPerReferral ? TallyOwner.Rewarded : cap.Rewards is null ? TallyOwner.Referee : TallyOwner.RewardedForReferee,
        cap.Per)
    { IsLimit = true };

    internal static RuleTally Cap(SideCap cap) => Cap(cap.Side == Side.Referrer ? "@referrer" : "@referee", cap.Cap);

    internal static RuleTally Budget(Unit unit) => new(KeyText.Of("budget", unit.ToString()), TallyOwner.Program, TimeFrame.Lifetime) { IsLimit = true };

    internal static RuleTally Tax(TaxThreshold tax) => new(KeyText.Of("tax", tax.Amount.Unit.ToString()), TallyOwner.Rewarded, tax.Year);

    /// <summary>Trailing times of several lengths keep their entries apart; calendar periods have a counter each.</summary>
    private static string Length(Cap cap) => cap.Per.Length is { } length
        ? string.Create(CultureInfo.InvariantCulture, $"{length.Elapsed.TotalHours}h")
        : string.Empty;

    private static string What(Cap cap) => cap.Amount is { } amount ? amount.Unit.ToString() : "n";
}
