using System.Runtime.CompilerServices;
using NodaTime;
using NodaTime.TimeZones;

namespace Referrals;

/// <summary>
/// Which instants things can happen at, in one place: from 1900 until before the year 3000. Windows of up to a hundred years after them stay
/// within what calendars and databases can hold. What limits something (an end, a question's last instant) is brought into the range instead.
/// </summary>
internal static class SupportedTime
{
    internal static readonly Instant First = Instant.FromUtc(1900, 1, 1, 0, 0);
    internal static readonly Instant End = Instant.FromUtc(3000, 1, 1, 0, 0);

    /// <summary>Where a day does not exist, as 30 December 2011 in Samoa, it starts when the next one does.</summary>
    private static readonly ZoneLocalMappingResolver StartOfDay = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    internal static bool Holds(Instant instant) => instant >= First && instant < End;

    /// <summary>When something happened, in whole microseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is outside of the range.</exception>
    internal static Instant Check(Instant instant, [CallerArgumentExpression(nameof(instant))] string? parameter = null) => Holds(instant)
        ? instant.ToMicroseconds()
        : throw new ArgumentOutOfRangeException(
            parameter, instant, $"An input happens from {First} on and before {End}. Leave the time out where it is not known.");

    /// <summary>An instant that calendars are asked about: it may lie two windows before or after what can happen.</summary>
    internal static Instant Within(Instant instant, [CallerArgumentExpression(nameof(instant))] string? parameter = null) =>
        instant >= First - Duration.FromDays(36_525) && instant < End + Duration.FromDays(73_050)
            ? instant
            : throw new ArgumentOutOfRangeException(parameter, instant, "Calendars are known from 1800 until before the year 3200.");

    /// <summary>The nearest instant that is supported, in whole microseconds; for ends, deadlines and ranges of questions.</summary>
    internal static Instant Nearest(Instant instant) => (instant < First ? First : instant > End ? End : instant).ToMicroseconds();

    /// <summary>The first instant of a day, whatever the clocks of the zone do.</summary>
    internal static Instant StartOf(LocalDate day, DateTimeZone zone) => zone.ResolveLocal(day.AtMidnight(), StartOfDay).ToInstant();
}
