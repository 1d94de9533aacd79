using System.Collections.Frozen;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Attribution;

/// <summary>How raw touches and conversions of one customer become journeys.</summary>
/// <remarks>
/// Immutable: each method returns changed rules. Steps, in this order: touches of dropped channels leave (as if they had never
/// happened: use it for self-referrals); the rest is ordered by time, equal instants by arrival; for each conversion the
/// touches within the lookback are taken; the path is transformed; the newest touches up to the maximum stay.
/// </remarks>
public sealed class JourneyRules
{
    private readonly FrozenSet<string> _dropped;

    private JourneyRules(Lookback lookback, PathTransform transform, FrozenSet<string> dropped, int maxTouches, bool reusesTouches)
    {
        Lookback = lookback;
        Transform = transform;
        _dropped = dropped;
        MaxTouches = maxTouches;
        ReusesTouches = reusesTouches;
    }

    /// <summary>30 days of lookback, no transform, nothing dropped, no maximum, touches reused by later conversions.</summary>
    public static JourneyRules Default { get; } =
        new(Lookback.Elapsed(Duration.FromDays(30)), PathTransform.None, FrozenSet<string>.Empty, int.MaxValue, reusesTouches: true);

    /// <summary>How old a touch may be at the conversion.</summary>
    /// <value>30 days by default.</value>
    public Lookback Lookback { get; }

    /// <summary>How the path is simplified.</summary>
    /// <value><see cref="PathTransform.None"/> by default.</value>
    public PathTransform Transform { get; }

    /// <summary>How many touches a journey keeps, the newest ones.</summary>
    /// <value><see cref="int.MaxValue"/> by default; 1 or more.</value>
    public int MaxTouches { get; }

    /// <summary>Whether a conversion may use touches that an earlier conversion could use already.</summary>
    /// <value><c>true</c> by default, as in web analytics; <c>false</c> starts each journey anew after a conversion.</value>
    public bool ReusesTouches { get; }

    /// <summary>The same rules with another lookback.</summary>
    public JourneyRules Within(Lookback lookback) => new(lookback, Transform, _dropped, MaxTouches, ReusesTouches);

    /// <summary>The same rules with another transform.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="transform"/> is not a defined one.</exception>
    public JourneyRules Transformed(PathTransform transform) => Enum.IsDefined(transform)
        ? new JourneyRules(Lookback, transform, _dropped, MaxTouches, ReusesTouches)
        : throw new ArgumentOutOfRangeException(nameof(transform), transform, "Not a valid path transform.");

    /// <summary>The same rules, with the touches of these channels leaving first. Replaces an earlier list.</summary>
    public JourneyRules Dropping(params IEnumerable<string> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        return new JourneyRules(Lookback, Transform, channels.ToFrozenSet(StringComparer.Ordinal), MaxTouches, ReusesTouches);
    }

    /// <summary>The same rules with at most so many touches a journey, the newest ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="touches"/> is less than 1.</exception>
    public JourneyRules AtMost(int touches)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(touches, 1);
        return new JourneyRules(Lookback, Transform, _dropped, touches, ReusesTouches);
    }

    /// <summary>The same rules, with each touch serving the next conversion only.</summary>
    public JourneyRules WithoutReuse() => new(Lookback, Transform, _dropped, MaxTouches, reusesTouches: false);

    /// <summary>The journeys of one customer: one a conversion, in order of time.</summary>
    /// <param name="touches">In order of arrival, which decides between equal instants.</param>
    /// <param name="conversions">Any order. Where empty, the touches make one journey that ended without a conversion at
    /// the last of them (needed by the data-driven models), or none where there are no touches.</param>
    /// <exception cref="ArgumentException">A touch is <c>default</c>.</exception>
    public IReadOnlyList<Journey> Build(IEnumerable<JourneyTouch> touches, IEnumerable<JourneyConversion> conversions)
    {
        ArgumentNullException.ThrowIfNull(touches);
        ArgumentNullException.ThrowIfNull(conversions);
        var eligible = Eligible(touches);
        var ends = conversions.OrderBy(conversion => conversion.At).ToArray();
        if (ends.Length == 0)
        {
            return eligible.Length == 0 ? [] : [new Journey(Path(eligible, eligible[^1].At), eligible[^1].At, 0, converted: false)];
        }

        var journeys = new Journey[ends.Length];
        var used = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            var at = ends[i].At;
            journeys[i] = new Journey(Path(eligible.AsSpan(used), at), at, ends[i].Value, converted: true);
            while (!ReusesTouches && used < eligible.Length && eligible[used].At <= at)
            {
                used++;
            }
        }

        return journeys;
    }

    private JourneyTouch[] Eligible(IEnumerable<JourneyTouch> touches)
    {
        var kept = new List<JourneyTouch>();
        foreach (var touch in touches)
        {
            if (touch.Channel is null)
            {
                throw new ArgumentException("A touch is default, which has no channel. Make it with JourneyTouch.Of.", nameof(touches));
            }

            if (!_dropped.Contains(touch.Channel))
            {
                kept.Add(touch);
            }
        }

        return [.. kept.OrderBy(touch => touch.At)];
    }

    private JourneyTouch[] Path(ReadOnlySpan<JourneyTouch> ordered, Instant end)
    {
        var path = new List<JourneyTouch>(ordered.Length);
        foreach (var touch in ordered)
        {
            if (Lookback.Covers(touch.At, end))
            {
                path.Add(touch);
            }
        }

        var simplified = PathSimplifier.Simplify(path, Transform);
        return [.. simplified.Skip(Math.Max(0, simplified.Count - MaxTouches))];
    }
}

/// <summary>The path transforms, as <see cref="PathTransform"/> describes them.</summary>
/// <remarks>A touch that is folded into an earlier one leaves its milestones to it, so that no stage of a sale is lost.</remarks>
internal static class PathSimplifier
{
    internal static IReadOnlyList<JourneyTouch> Simplify(List<JourneyTouch> path, PathTransform transform)
    {
        if (transform == PathTransform.None)
        {
            return path;
        }

        var kept = new List<JourneyTouch>(path.Count);
        var counts = new List<int>(path.Count);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var touch in path)
        {
            var known = places.TryGetValue(touch.Channel, out var place);
            if (known && (transform != PathTransform.Exposure || place == kept.Count - 1))
            {
                kept[place] = kept[place].Also(touch.Milestones);
                counts[place]++;
                continue;
            }

            places[touch.Channel] = kept.Count;
            kept.Add(touch);
            counts.Add(1);
        }

        return transform == PathTransform.Frequency
            ? [.. kept.Zip(counts, (touch, count) => touch.Renamed(string.Create(CultureInfo.InvariantCulture, $"{touch.Channel}({count})")))]
            : kept;
    }
}

/// <summary>How a journey's path is simplified before a model sees it.</summary>
/// <remarks>
/// The examples turn the path D A B B C D C C. Names and meanings follow Google's fractribution and Snowplow, so that
/// paths built here and there agree.
/// </remarks>
public enum PathTransform
{
    /// <summary>Every touch counts: D A B B C D C C. The default.</summary>
    None = 0,

    /// <summary>What fractribution and Snowplow name "unique": every touch is its own. The same as <see cref="None"/>.</summary>
    Unique = None,

    /// <summary>Repeats in a row become their first touch: D A B C D C. Usual for channels.</summary>
    Exposure = 1,

    /// <summary>Each channel keeps its first touch only: D A B C.</summary>
    First = 2,

    /// <summary>Each channel keeps its first touch, renamed to carry the count: D(2) A(1) B(2) C(3).</summary>
    Frequency = 3,
}

/// <summary>How far before a conversion a touch still counts. <c>default</c> is <see cref="Unlimited"/>.</summary>
/// <remarks>
/// As any <see cref="TimePeriod"/> that begins with the touch: half-open, so that a touch at the very instant of the conversion counts and one
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

/// <summary>The stages of a sale that a touch brought about, for the W-shaped and full-path models.</summary>
/// <remarks>The first and the last touch need no flag: their place says so.</remarks>
[Flags]
public enum TouchMilestones
{
    /// <summary>An ordinary touch.</summary>
    None = 0,

    /// <summary>The touch that made the visitor a lead.</summary>
    Lead = 1,

    /// <summary>The touch that made the lead an opportunity.</summary>
    Opportunity = 2,
}
