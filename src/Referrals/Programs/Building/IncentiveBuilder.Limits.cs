using NodaTime;
using Referrals.Rewards.Limits;

namespace Referrals.Programs.Building;

/// <content>How often and how much at most.</content>
public sealed partial class IncentiveBuilder
{
    /// <summary>
    /// The largest sum that one customer can earn by this rule, in all unless a period follows. What exceeds it is cut off. Called again, it
    /// adds a further cap.
    /// </summary>
    public IncentiveBuilder AtMost(decimal amount, string unit) => Limit(Cap.OfAmount(Amount.Of(amount, unit)));

    /// <summary>The largest number of rewards that one customer can earn by this rule, in all unless a period follows.</summary>
    public IncentiveBuilder AtMostRewards(int rewards) => Limit(Cap.OfRewards(rewards));

    /// <summary>Rewards each referral once only.</summary>
    public IncentiveBuilder OncePerReferral() => Limit(Cap.OfRewards(1).PerReferral());

    /// <summary>A cap.</summary>
    public IncentiveBuilder Limit(Cap cap)
    {
        ArgumentNullException.ThrowIfNull(cap);
        _caps.Add(cap);
        return this;
    }

    /// <summary>The last cap begins anew every calendar day.</summary>
    public IncentiveBuilder PerCalendarDay() => Per(TimeFrame.CalendarDay);

    /// <summary>The last cap begins anew every week of the program.</summary>
    public IncentiveBuilder PerCalendarWeek() => Per(TimeFrame.CalendarWeek);

    /// <summary>The last cap begins anew every calendar month.</summary>
    public IncentiveBuilder PerCalendarMonth() => Per(TimeFrame.CalendarMonth);

    /// <summary>The last cap begins anew every quarter of the program's year.</summary>
    public IncentiveBuilder PerCalendarQuarter() => Per(TimeFrame.CalendarQuarter);

    /// <summary>The last cap begins anew every year of the program, or every year that starts on a date of its own.</summary>
    public IncentiveBuilder PerCalendarYear(AnnualDate? start = null) =>
        Per(start is { } date ? TimeFrame.CalendarYear.StartingOn(date) : TimeFrame.CalendarYear);

    /// <summary>The last cap is over a trailing time; say then of what: <c>InTheLast(30).Days()</c>.</summary>
    public WindowChoice<IncentiveBuilder> InTheLast(int length) => new(length, window => Per(TimeFrame.Trailing(window)));

    /// <summary>The last cap is for each referral by itself.</summary>
    public IncentiveBuilder PerReferral() => Change(static cap => cap.PerReferral());

    /// <summary>A reward that would exceed the last cap is not granted at all, instead of being cut to what is left.</summary>
    /// <exception cref="InvalidOperationException">No cap was given before.</exception>
    public IncentiveBuilder RefusedAtCap() => Change(static cap => cap.Refusing());

    /// <summary>What is taken back makes room again under the last cap.</summary>
    /// <exception cref="InvalidOperationException">No cap was given before.</exception>
    public IncentiveBuilder RoomReturnsOnReversal() => Change(static cap => cap.WithReturningRoom());

    private IncentiveBuilder Per(TimeFrame frame) => Change(cap => cap.In(frame));

    private IncentiveBuilder Change(Func<Cap, Cap> change)
    {
        if (_caps.Count == 0)
        {
            throw new InvalidOperationException("There is no cap yet that this could belong to; call AtMost or AtMostRewards first.");
        }

        _caps[^1] = change(_caps[^1]);
        return this;
    }
}
