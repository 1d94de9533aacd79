using Referrals;

namespace Bookshop;

/// <summary>
/// A thank-you that grows with every order of the friends in a calendar month. How many orders there were the rule does not know by itself: it declares the
/// number, and the engine counts it.
/// </summary>
/// <param name="first">For the first order of a month.</param>
/// <param name="each">How much more the next order gives.</param>
/// <param name="most">The most that one order gives.</param>
public sealed class GrowingThanks(Amount first, Amount each, Amount most) : IIncentiveRule
{
    /// <summary>The name by which programs ask for it.</summary>
    public const string Name = "growing-thanks";

    /// <summary>The orders of all friends in the calendar month, the one that is decided included.</summary>
    public static readonly Measure OrdersOfTheMonth = Measure.ReferredConversions("purchase").In(TimeFrame.CalendarMonth);

    /// <inheritdoc/>
    public IReadOnlyList<Measure> History => [OrdersOfTheMonth];

    /// <summary>Makes the rule from what a program gives it.</summary>
    public static GrowingThanks From(ParameterReader with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return new GrowingThanks(with.Amount("first"), with.Amount("each"), with.Amount("most"));
    }

    /// <inheritdoc/>
    public IncentiveGrant Grant(QualificationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var before = context.Count(OrdersOfTheMonth) - 1;
        return IncentiveGrant.Of(Amount.Of(Math.Min(most.Value, first.Value + (each.Value * before)), first.Unit));
    }
}
