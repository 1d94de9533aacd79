namespace Referrals.Tests.Decisions.Rules;

/// <summary>Random times over which something is counted or limited.</summary>
internal static class RandomFrames
{
    internal static TimeFrame Draw(Random random) => random.Next(8) switch
    {
        0 => TimeFrame.CalendarDay,
        1 => TimeFrame.CalendarWeek,
        2 => TimeFrame.CalendarMonth,
        3 => TimeFrame.CalendarQuarter,
        4 => TimeFrame.CalendarYear,
        5 or 6 => TimeFrame.InTheLast(TimePeriod.Days(random.Next(1, 60))),
        _ => TimeFrame.Lifetime,
    };
}
