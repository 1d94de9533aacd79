using NodaTime;

namespace Referrals;

/// <summary>The zone of a program, and when its weeks and years begin. All calendar periods follow from these three.</summary>
public sealed record ProgramCalendar
{
    /// <summary>A calendar.</summary>
    /// <param name="zone">The zone in which days begin.</param>
    /// <param name="weekStart">The first day of the week; Monday, as in ISO 8601, by default.</param>
    /// <param name="yearStart">The first day of the year; 1 January by default. The British tax year begins on 6 April.</param>
    /// <exception cref="ArgumentException">The day is none of a week, or the year starts after the 28th of a month.</exception>
    public ProgramCalendar(DateTimeZone zone, IsoDayOfWeek weekStart = IsoDayOfWeek.Monday, AnnualDate? yearStart = null)
    {
        ArgumentNullException.ThrowIfNull(zone);
        Zone = zone;
        WeekStart = weekStart is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Sunday
            ? weekStart
            : throw new ArgumentException("A week starts on one of its seven days.", nameof(weekStart));
        YearStart = yearStart ?? new AnnualDate(1, 1);
        if (YearStart.Day > 28)
        {
            throw new ArgumentException($"The year starts on a day that every month has, 1 to 28, not {YearStart.Day}.", nameof(yearStart));
        }
    }

    /// <summary>The zone in which days begin.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The first day of the week.</summary>
    public IsoDayOfWeek WeekStart { get; }

    /// <summary>The first day of the year; quarters begin on the same day of every third month.</summary>
    public AnnualDate YearStart { get; }

    /// <summary>The first day of the calendar period that a day lies in.</summary>
    internal LocalDate StartOf(TimeFrameKind kind, LocalDate day) => kind switch
    {
        TimeFrameKind.CalendarDay => day,
        TimeFrameKind.CalendarWeek => day.DayOfWeek == WeekStart ? day : day.Previous(WeekStart),
        TimeFrameKind.CalendarMonth => new LocalDate(day.Year, day.Month, 1),
        TimeFrameKind.CalendarQuarter => QuarterOf(day),
        TimeFrameKind.CalendarYear => YearOf(day),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a valid calendar period."),
    };

    /// <summary>The first instant of a day.</summary>
    internal Instant At(LocalDate day) => SupportedTime.StartOf(day, Zone);

    private LocalDate YearOf(LocalDate day)
    {
        var start = YearStart.InYear(day.Year);
        return start <= day ? start : YearStart.InYear(day.Year - 1);
    }

    private LocalDate QuarterOf(LocalDate day)
    {
        var start = YearOf(day);
        var months = NodaTime.Period.Between(start, day, PeriodUnits.Months).Months;
        return start.PlusMonths(months / 3 * 3);
    }
}
