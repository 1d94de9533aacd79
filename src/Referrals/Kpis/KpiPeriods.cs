using NodaTime;

namespace Referrals.Kpis;

/// <summary>Calendar periods of a time zone as windows, in order and without gaps.</summary>
public static class KpiPeriods
{
    /// <summary>The days from a date on.</summary>
    public static IReadOnlyList<KpiWindow> Days(LocalDate first, int count, DateTimeZone zone) =>
        Windows(first, count, zone, static (date, i) => date.PlusDays(i));

    /// <summary>The weeks from the last day with a name on or before a date.</summary>
    /// <param name="first">A date in the first week.</param>
    /// <param name="count">How many weeks.</param>
    /// <param name="zone">Whose midnights are the borders.</param>
    /// <param name="weekStart">The first day of a week, such as Monday for ISO weeks.</param>
    public static IReadOnlyList<KpiWindow> Weeks(LocalDate first, int count, DateTimeZone zone, IsoDayOfWeek weekStart)
    {
        var start = first.DayOfWeek == weekStart ? first : first.Previous(weekStart);
        return Windows(start, count, zone, static (date, i) => date.PlusWeeks(i));
    }

    /// <summary>The months from the one of a date on.</summary>
    public static IReadOnlyList<KpiWindow> Months(LocalDate first, int count, DateTimeZone zone) =>
        Windows(DateAdjusters.StartOfMonth(first), count, zone, static (date, i) => date.PlusMonths(i));

    /// <summary>The quarters from the one of a date on.</summary>
    public static IReadOnlyList<KpiWindow> Quarters(LocalDate first, int count, DateTimeZone zone)
    {
        var month = ((first.Month - 1) / 3 * 3) + 1;
        return Windows(new LocalDate(first.Year, month, 1), count, zone, static (date, i) => date.PlusMonths(3 * i));
    }

    /// <summary>The years from the one of a date on.</summary>
    public static IReadOnlyList<KpiWindow> Years(LocalDate first, int count, DateTimeZone zone) =>
        Windows(new LocalDate(first.Year, 1, 1), count, zone, static (date, i) => date.PlusYears(i));

    private static IReadOnlyList<KpiWindow> Windows(
        LocalDate first, int count, DateTimeZone zone, Func<LocalDate, int, LocalDate> plus)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(zone);
        return [.. Enumerable.Range(0, count).Select(i => KpiWindow.Of(Start(plus(first, i)), Start(plus(first, i + 1))))];

        Instant Start(LocalDate date) => SupportedTime.StartOf(date, zone);
    }
}
