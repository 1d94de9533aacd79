using System.Globalization;
using NodaTime;

namespace Referrals;

/// <summary>A length of time after a start: elapsed hours or days, or calendar days or months in the program's zone. Never an unclear mixture.</summary>
/// <remarks>
/// A period is half-open: the start is in it, its end is not. An elapsed period of 30 days ends exactly 720 hours after its
/// start, whatever the clocks of the zone do. A period of 30 calendar days counts the day of the start as the first and ends at
/// the start of the 31st. A period of 12 months ends on the day with the same number, twelve months later, at the same time of the
/// day; in a month that has no such day, on its last.
/// <para>NodaTime has a type of the same name; a file that uses both namespaces says <c>using Period = Referrals.TimePeriod;</c>.</para>
/// </remarks>
public sealed record TimePeriod
{
    private const int MaxDays = 36_500;
    private const int MaxMonths = 1_200;

    private TimePeriod(int length, PeriodKind kind)
    {
        Length = length;
        Kind = kind;
    }

    /// <summary>How many hours, days or months.</summary>
    public int Length { get; }

    /// <summary>What is counted.</summary>
    public PeriodKind Kind { get; }

    /// <summary>Elapsed hours.</summary>
    /// <param name="hours">1 to 876,000 (a hundred years).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public static TimePeriod Hours(int hours) => new(Check(hours, MaxDays * 24), PeriodKind.Hours);

    /// <summary>Elapsed days of 24 hours.</summary>
    /// <param name="days">1 to 36,500 (a hundred years).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public static TimePeriod Days(int days) => new(Check(days, MaxDays), PeriodKind.Days);

    /// <summary>Calendar days in the program's zone, the day of the start being the first.</summary>
    /// <param name="days">1 to 36,500 (a hundred years).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public static TimePeriod CalendarDays(int days) => new(Check(days, MaxDays), PeriodKind.CalendarDays);

    /// <summary>A period that was taken apart into its length and kind.</summary>
    internal static TimePeriod Of(int length, PeriodKind kind) => new(length, kind);

    /// <summary>Months, ending at the same time of the day in the program's zone; in a month without that day, on its last day.</summary>
    /// <param name="months">1 to 1,200 (a hundred years).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public static TimePeriod Months(int months) => new(Check(months, MaxMonths), PeriodKind.Months);

    /// <summary>The first instant that is no longer in the period.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The start is before the year 1800, or not before 3200.</exception>
    public Instant EndFrom(Instant start, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        start = SupportedTime.Within(start);
        return Kind switch
        {
            PeriodKind.CalendarDays => SupportedTime.StartOf(start.InZone(zone).Date.PlusDays(Length), zone),
            PeriodKind.Months => start.InZone(zone).LocalDateTime.PlusMonths(Length).InZoneLeniently(zone).ToInstant(),
            _ => start + Elapsed,
        };
    }

    /// <summary>The length of a period of elapsed time.</summary>
    internal Duration Elapsed => Kind switch
    {
        PeriodKind.Hours => Duration.FromHours(Length),
        PeriodKind.Days => Duration.FromDays(Length),
        _ => throw new InvalidOperationException($"{this} are no elapsed time."),
    };

    /// <summary>Whether an instant lies in the period that begins at <paramref name="start"/>.</summary>
    public bool Contains(Instant start, Instant instant, DateTimeZone zone) =>
        instant >= start && instant < EndFrom(start, zone);

    /// <summary>Such as <c>30 days</c>, <c>12 hours</c>, <c>30 calendar days</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Length} {Noun}");

    private string Noun => (Kind, Length) switch
    {
        (PeriodKind.Hours, 1) => "hour",
        (PeriodKind.Hours, _) => "hours",
        (PeriodKind.Days, 1) => "day",
        (PeriodKind.Days, _) => "days",
        (PeriodKind.CalendarDays, 1) => "calendar day",
        (PeriodKind.CalendarDays, _) => "calendar days",
        (_, 1) => "month",
        _ => "months",
    };

    private static int Check(int length, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, limit);
        return length;
    }
}
