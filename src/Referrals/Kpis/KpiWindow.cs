using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Kpis;

/// <summary>A span of time for which KPIs are computed: half-open, so <see cref="From"/> is in it and <see cref="To"/> is not.</summary>
/// <remarks>
/// Adjoining windows neither share nor miss a fact. A window may be empty (<c>from</c> equals <c>to</c>). <c>default</c> is
/// the empty window at the Unix epoch. <see cref="KpiPeriods"/> makes windows out of calendar periods of a time zone.
/// </remarks>
public readonly record struct KpiWindow
{
    private KpiWindow(Instant from, Instant to)
    {
        From = from;
        To = to;
    }

    /// <summary>The first instant in the window.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant From { get; }

    /// <summary>The first instant after the window.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant To { get; }

    /// <summary>How long the window is.</summary>
    public Duration Length => To - From;

    /// <summary>The window from one instant, included, to another, not included.</summary>
    /// <exception cref="ArgumentException"><paramref name="to"/> is before <paramref name="from"/>.</exception>
    public static KpiWindow Of(Instant from, Instant to) => from <= to
        ? new KpiWindow(from, to)
        : throw new ArgumentException(
            $"A KPI window cannot end at {Text(to)}, before its start at {Text(from)}. Swap the two instants.", nameof(to));

    /// <summary>Lets windows through that are in order of time and do not overlap, as every fold needs them.</summary>
    /// <exception cref="ArgumentException">The windows overlap or are out of order.</exception>
    public static void RequireOrder(IReadOnlyList<KpiWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        for (var i = 1; i < windows.Count; i++)
        {
            if (windows[i].From < windows[i - 1].To)
            {
                throw new ArgumentException(
                    $"The window {windows[i]} begins before {windows[i - 1]} ends. Put windows in order, without overlap.", nameof(windows));
            }
        }
    }

    /// <summary>Whether an instant lies in the window.</summary>
    public bool Contains(Instant instant) => From <= instant && instant < To;

    /// <summary>The window as <c>[2025-01-01T00:00:00Z, 2025-07-01T00:00:00Z)</c>.</summary>
    public override string ToString() => $"[{Text(From)}, {Text(To)})";

    internal static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}

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
