using NodaTime;
using Referrals.Storage;

namespace Referrals;

/// <summary>Where numbers are kept.</summary>
internal interface ITallySource
{
    long Number(RuleTally tally, RecordKey key);

    ActivityState? Activity(RecordKey key);
}

/// <summary>What a number is at an instant: the same for a decision and for everybody who only looks.</summary>
internal readonly struct TallyReading(ProgramCalendar calendar, Instant at, ITallySource source)
{
    /// <param name="tally">The number.</param>
    /// <param name="place">Where it is kept.</param>
    /// <param name="without">The conversion that is being decided; <c>null</c> for none.</param>
    internal long Of(RuleTally tally, TallyPlace place, string? without)
    {
        if (tally.Over.Length is { } length)
        {
            var entries = source.Activity(place.Activity) ?? new ActivityState();
            return tally.IsLimit ? entries.MostAround(length.Elapsed, at)
                : tally.IsOfMarks ? entries.MostAround(length.Elapsed, at, without)
                : tally.Grace is { } grace ? entries.MostBetween(length.Elapsed, Before(grace), at, without)
                : entries.Within(length.Elapsed, at, without);
        }

        return tally.Grace is { } kept ? Kept(kept, tally, place) : source.Number(tally, place.Counter);
    }

    /// <summary>The best that the number was lately: in the period before, and before something was taken back.</summary>
    private long Kept(TimePeriod grace, RuleTally tally, TallyPlace place)
    {
        var most = Fallen(grace, place.Counter);
        if (place.Before is not { } before)
        {
            return most;
        }

        most = Math.Max(most, Fallen(grace, before));
        return at < grace.EndFrom(calendar.At(place.Start!.Value), calendar.Zone) ? Math.Max(most, source.Number(tally, before)) : most;
    }

    private long Fallen(TimePeriod grace, RecordKey counter)
    {
        var most = 0L;
        foreach (var fall in source.Activity(StateKeys.Fallen(counter.Id))?.Entries ?? [])
        {
            if (fall.At <= at && at < grace.EndFrom(fall.At, calendar.Zone))
            {
                most = Math.Max(most, fall.Value);
            }
        }

        return most;
    }

    /// <summary>So long before the instant; a calendar grace is taken from the day on which it would end now.</summary>
    private Instant Before(TimePeriod grace) => grace.Kind switch
    {
        PeriodKind.CalendarDays => calendar.At(Today.PlusDays(-grace.Length)),
        PeriodKind.Months => at.InZone(calendar.Zone).LocalDateTime.PlusMonths(-grace.Length).InZoneLeniently(calendar.Zone).ToInstant(),
        _ => at - grace.Elapsed,
    };

    private LocalDate Today => at.InZone(calendar.Zone).Date;
}
