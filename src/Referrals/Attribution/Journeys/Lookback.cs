using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Attribution.Journeys;

/// <summary>How far before a conversion a touch still counts. <c>default</c> is <see cref="Unlimited"/>.</summary>
/// <remarks>
/// As any <see cref="Period"/> that begins with the touch: half-open, so that a touch at the very instant of the conversion counts and one
/// exactly as old as the lookback no longer does. A touch after the conversion never counts, not even on the same calendar day.
/// </remarks>
public readonly record struct Lookback
{
    private readonly Duration? _elapsed;
    private readonly int _days;
    private readonly DateTimeZone? _zone;

    private Lookback(Duration? elapsed, int days, DateTimeZone? zone)
    {
        _elapsed = elapsed;
        _days = days;
        _zone = zone;
    }

    /// <summary>Every touch up to the conversion counts.</summary>
    public static Lookback Unlimited => default;

    /// <summary>Touches less than so much elapsed time before the conversion.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not above zero.</exception>
    public static Lookback Elapsed(Duration duration) => duration > Duration.Zero
        ? new Lookback(duration, 0, null)
        : throw new ArgumentOutOfRangeException(nameof(duration), duration, "A lookback must be above zero.");

    /// <summary>Touches for which the conversion is within so many calendar days, the day of the touch being the first.</summary>
    /// <param name="days">1 for the conversion's own day only.</param>
    /// <param name="zone">The zone whose midnights separate the days.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is below 1.</exception>
    public static Lookback CalendarDays(int days, DateTimeZone zone)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentNullException.ThrowIfNull(zone);
        return new Lookback(null, days, zone);
    }

    /// <summary>The lookback in words: <c>30:00:00:00</c> elapsed, <c>7 calendar days in Europe/Paris</c> or <c>unlimited</c>.</summary>
    public override string ToString() => _zone is not null
        ? string.Create(CultureInfo.InvariantCulture, $"{_days} calendar {(_days == 1 ? "day" : "days")} in {_zone.Id}")
        : _elapsed is { } elapsed ? DurationPattern.Roundtrip.Format(elapsed) + " elapsed" : "unlimited";

    /// <summary>Whether a touch lies within the lookback of a conversion, and not after it.</summary>
    public bool Covers(Instant touch, Instant conversion)
    {
        if (touch > conversion)
        {
            return false;
        }

        if (_zone is not null)
        {
            var age = NodaTime.Period.DaysBetween(touch.InZone(_zone).Date, conversion.InZone(_zone).Date);
            return age < _days;
        }

        return _elapsed is not { } elapsed || conversion - touch < elapsed;
    }
}
