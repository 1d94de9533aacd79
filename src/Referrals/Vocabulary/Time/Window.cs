using System.Globalization;
using NodaTime;

namespace Referrals;

/// <summary>A span of time after a start: either elapsed time, or calendar days or months in the program's zone. Never an unclear mixture.</summary>
/// <remarks>
/// A window is half-open: the start is in it, its end is not. An elapsed window of 30 days ends exactly 720 hours after its
/// start, whatever the clocks of the zone do. A calendar window of 30 days counts the day of the start as the first and ends at
/// the start of the 31st. A window of 12 calendar months ends at the start of the day with the same number, twelve months later, or
/// of the last day of a month that has no such day.
/// </remarks>
public sealed record Window
{
    private const int MaxDays = 36_500;
    private const int MaxMonths = 1_200;

    private Window(int length, WindowMeasure measure)
    {
        Length = length;
        Measure = measure;
    }

    /// <summary>How many hours or days.</summary>
    public int Length { get; }

    /// <summary>What is counted.</summary>
    public WindowMeasure Measure { get; }

    /// <summary>Elapsed hours.</summary>
    /// <param name="hours">1 to 876,000 (a hundred years).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public static Window Hours(int hours) => new(Check(hours, MaxDays * 24), WindowMeasure.Hours);

    /// <summary>Elapsed days of 24 hours.</summary>
    /// <param name="days">1 to 36,500 (a hundred years).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public static Window Days(int days) => new(Check(days, MaxDays), WindowMeasure.Days);

    /// <summary>Calendar days in the program's zone, the day of the start being the first.</summary>
    /// <param name="days">1 to 36,500 (a hundred years).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public static Window CalendarDays(int days) => new(Check(days, MaxDays), WindowMeasure.CalendarDays);

    /// <summary>A window that was taken apart into its length and measure.</summary>
    internal static Window Of(int length, WindowMeasure measure) => new(length, measure);

    /// <summary>Calendar months in the program's zone.</summary>
    /// <param name="months">1 to 1,200 (a hundred years).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public static Window CalendarMonths(int months) => new(Check(months, MaxMonths), WindowMeasure.CalendarMonths);

    /// <summary>The first instant that is no longer in the window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The start is before the year 1800, or not before 3200.</exception>
    public Instant EndFrom(Instant start, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        start = SupportedTime.Within(start);
        return Measure switch
        {
            WindowMeasure.CalendarDays => SupportedTime.StartOf(start.InZone(zone).Date.PlusDays(Length), zone),
            WindowMeasure.CalendarMonths => SupportedTime.StartOf(start.InZone(zone).Date.PlusMonths(Length), zone),
            _ => start + Elapsed,
        };
    }

    /// <summary>The length of a window of elapsed time.</summary>
    internal Duration Elapsed => Measure switch
    {
        WindowMeasure.Hours => Duration.FromHours(Length),
        WindowMeasure.Days => Duration.FromDays(Length),
        _ => throw new InvalidOperationException($"{this} are no elapsed time."),
    };

    /// <summary>Whether an instant lies in the window that begins at <paramref name="start"/>.</summary>
    public bool Contains(Instant start, Instant instant, DateTimeZone zone) =>
        instant >= start && instant < EndFrom(start, zone);

    /// <summary>Such as <c>30 days</c>, <c>12 hours</c>, <c>30 calendar days</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Length} {Noun}");

    private string Noun => (Measure, Length) switch
    {
        (WindowMeasure.Hours, 1) => "hour",
        (WindowMeasure.Hours, _) => "hours",
        (WindowMeasure.Days, 1) => "day",
        (WindowMeasure.Days, _) => "days",
        (WindowMeasure.CalendarDays, 1) => "calendar day",
        (WindowMeasure.CalendarDays, _) => "calendar days",
        (_, 1) => "calendar month",
        _ => "calendar months",
    };

    private static int Check(int length, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, limit);
        return length;
    }
}
