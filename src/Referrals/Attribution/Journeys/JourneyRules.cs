using System.Collections.Frozen;
using NodaTime;

namespace Referrals.Attribution.Journeys;

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
        : throw new ArgumentOutOfRangeException(nameof(transform), transform, "This is no path transform.");

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
