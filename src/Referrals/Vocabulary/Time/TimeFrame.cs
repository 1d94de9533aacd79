using System.Globalization;
using NodaTime;

namespace Referrals;

/// <summary>
/// Over which time something is counted or limited: for ever, a calendar period of the program, or a time that ends now.
/// </summary>
/// <remarks>
/// Calendar periods begin at the start of a day in the program's zone. When a week and a year begin is said by the program's
/// <see cref="ProgramCalendar"/>. Every period is half-open: its first instant is in it, the first of the next is not.
/// </remarks>
public sealed record TimeFrame
{
    private TimeFrame(TimeFrameKind kind, TimePeriod? length = null)
    {
        Kind = kind;
        Length = length;
    }

    /// <summary>Never ends.</summary>
    public static TimeFrame Lifetime { get; } = new(TimeFrameKind.Lifetime);

    /// <summary>Every calendar day.</summary>
    public static TimeFrame CalendarDay { get; } = new(TimeFrameKind.CalendarDay);

    /// <summary>Every week.</summary>
    public static TimeFrame CalendarWeek { get; } = new(TimeFrameKind.CalendarWeek);

    /// <summary>Every calendar month.</summary>
    public static TimeFrame CalendarMonth { get; } = new(TimeFrameKind.CalendarMonth);

    /// <summary>Every quarter of the program's year.</summary>
    public static TimeFrame CalendarQuarter { get; } = new(TimeFrameKind.CalendarQuarter);

    /// <summary>Every year, from the day on which the program's year starts.</summary>
    public static TimeFrame CalendarYear { get; } = new(TimeFrameKind.CalendarYear);

    /// <summary>What kind of time it is.</summary>
    public TimeFrameKind Kind { get; }

    /// <summary>How far a trailing time reaches back; <c>null</c> for all others.</summary>
    public TimePeriod? Length { get; }

    /// <summary>The day on which these weeks start; <c>null</c> for the program's.</summary>
    public IsoDayOfWeek? WeekStart { get; private init; }

    /// <summary>The day on which these years or quarters start; <c>null</c> for the program's.</summary>
    public AnnualDate? YearStart { get; private init; }

    /// <summary>Whether the time ends now instead of at a fixed point.</summary>
    internal bool IsTrailing => Kind == TimeFrameKind.Trailing;

    /// <summary>The time that ends now and reaches so far back; its oldest instant is not in it.</summary>
    /// <param name="length">Elapsed hours or days; at most 1,100 days.</param>
    /// <exception cref="ArgumentException">The length is measured in calendar days or months, or is longer than that.</exception>
    public static TimeFrame InTheLast(TimePeriod length)
    {
        ArgumentNullException.ThrowIfNull(length);
        return length.Kind is PeriodKind.Hours or PeriodKind.Days && length.Elapsed <= Duration.FromDays(1_100)
            ? new TimeFrame(TimeFrameKind.Trailing, length)
            : throw new ArgumentException($"A trailing time is given in hours or days, at most 1,100 days; '{length}' is not.", nameof(length));
    }

    /// <summary>The same weeks, starting on a day of their own.</summary>
    /// <exception cref="InvalidOperationException">This is no calendar week.</exception>
    /// <exception cref="ArgumentException">The day is none of a week.</exception>
    public TimeFrame StartingOn(IsoDayOfWeek day) => Kind != TimeFrameKind.CalendarWeek
        ? throw new InvalidOperationException($"Only a calendar week starts on a day of the week; '{this}' does not.")
        : this with { WeekStart = new ProgramCalendar(DateTimeZone.Utc, weekStart: day).WeekStart };

    /// <summary>The same years or quarters, starting on a date of their own, such as 6 April for the British tax year.</summary>
    /// <exception cref="InvalidOperationException">This is neither a calendar year nor a quarter.</exception>
    /// <exception cref="ArgumentException">The date is after the 28th of its month.</exception>
    public TimeFrame StartingOn(AnnualDate date) => Kind is not (TimeFrameKind.CalendarYear or TimeFrameKind.CalendarQuarter)
        ? throw new InvalidOperationException($"Only calendar years and quarters start on a date; '{this}' does not.")
        : this with { YearStart = new ProgramCalendar(DateTimeZone.Utc, yearStart: date).YearStart };

    /// <summary>The calendar period of this kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is trailing, which takes a length, or unknown.</exception>
    public static TimeFrame Of(TimeFrameKind kind) => kind switch
    {
        TimeFrameKind.Lifetime => Lifetime,
        TimeFrameKind.CalendarDay => CalendarDay,
        TimeFrameKind.CalendarWeek => CalendarWeek,
        TimeFrameKind.CalendarMonth => CalendarMonth,
        TimeFrameKind.CalendarQuarter => CalendarQuarter,
        TimeFrameKind.CalendarYear => CalendarYear,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a valid calendar period; use InTheLast(length) for a trailing time."),
    };

    /// <summary>The first day of the period that an instant lies in; <c>null</c> for a lifetime and for trailing times.</summary>
    public LocalDate? StartOf(Instant instant, ProgramCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        instant = SupportedTime.Within(instant);
        return Kind is TimeFrameKind.Lifetime or TimeFrameKind.Trailing
            ? null
            : Own(calendar).StartOf(Kind, instant.InZone(calendar.Zone).Date);
    }

    /// <summary>The first day of the period before the one that an instant lies in.</summary>
    internal LocalDate? StartBefore(Instant instant, ProgramCalendar calendar) =>
        StartOf(instant, calendar) is { } start ? Own(calendar).StartOf(Kind, start.PlusDays(-1)) : null;

    private ProgramCalendar Own(ProgramCalendar calendar) => WeekStart is null && YearStart is null
        ? calendar
        : new ProgramCalendar(calendar.Zone, WeekStart ?? calendar.WeekStart, YearStart ?? calendar.YearStart);

    /// <summary>What tells the periods apart in a counter's key: <c>life</c>, <c>m2026-03-01</c>.</summary>
    internal string KeyOf(LocalDate? start) => start is { } day
        ? string.Create(CultureInfo.InvariantCulture, $"{char.ToLowerInvariant(Kind.ToString()["Calendar".Length])}{day.Year:D4}-{day.Month:D2}-{day.Day:D2}")
        : "life";

    /// <summary>Such as <c>in all</c>, <c>per month</c> or <c>in the last 30 days</c>.</summary>
    public override string ToString() => Kind switch
    {
        TimeFrameKind.Lifetime => "in all",
        TimeFrameKind.Trailing => $"in the last {Length}",
        _ => $"per {Kind.ToString()["Calendar".Length..].ToLowerInvariant()}",
    };
}

/// <summary>The kinds of <see cref="TimeFrame"/>.</summary>
public enum TimeFrameKind
{
    /// <summary>For ever.</summary>
    Lifetime = 0,

    /// <summary>A calendar day.</summary>
    CalendarDay = 1,

    /// <summary>Seven days, from the day on which the program's week starts.</summary>
    CalendarWeek = 2,

    /// <summary>A calendar month.</summary>
    CalendarMonth = 3,

    /// <summary>Three months, the first of them beginning with the program's year.</summary>
    CalendarQuarter = 4,

    /// <summary>A year, from the day on which the program's year starts.</summary>
    CalendarYear = 5,

    /// <summary>A length of time that ends now.</summary>
    Trailing = 6,
}
