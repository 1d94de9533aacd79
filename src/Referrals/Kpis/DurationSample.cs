using NodaTime;

namespace Referrals.Kpis;

/// <summary>Observed durations, kept whole, so that means and percentiles are exact and two samples merge in any order.</summary>
public sealed class DurationSample : IEquatable<DurationSample>
{
    /// <summary>The sample without observations.</summary>
    public static readonly DurationSample Empty = new([]);

    private const decimal MicrosecondsPerDay = 86_400_000_000m;

    private readonly long[] _sorted;

    private DurationSample(long[] sorted) => _sorted = sorted;

    /// <summary>The number of observations.</summary>
    public int Count => _sorted.Length;

    /// <summary>The arithmetic mean in days; <c>null</c> if there is no observation.</summary>
    public decimal? MeanDays
    {
        get
        {
            Int128 sum = 0;
            foreach (var microseconds in _sorted)
            {
                sum += microseconds;
            }

            return Count == 0 ? null : (decimal)sum / Count / MicrosecondsPerDay;
        }
    }

    /// <summary>The median in days; <c>null</c> if there is no observation.</summary>
    public decimal? MedianDays => PercentileDays(50);

    /// <summary>A sample of durations; finer parts than microseconds are cut off.</summary>
    public static DurationSample Of(IEnumerable<Duration> durations)
    {
        ArgumentNullException.ThrowIfNull(durations);
        return FromMicroseconds([.. durations.Select(d => Math.DivRem(d.BclCompatibleTicks, 10) is var (micros, rest) && rest < 0 ? micros - 1 : micros)]);
    }

    /// <summary>
    /// A percentile in days, interpolated between the two nearest observations; <c>null</c> if there is no observation.
    /// </summary>
    /// <remarks>Type 7 of R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, Am. Stat. 50 (1996), 361-365.</remarks>
    /// <param name="percent">0, the smallest observation, to 100, the largest.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percent"/> is outside these limits.</exception>
    public decimal? PercentileDays(decimal percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100m);
        if (Count == 0)
        {
            return null;
        }

        var position = (Count - 1) * percent / 100m;
        var below = (int)decimal.Floor(position);
        var above = Math.Min(below + 1, Count - 1);
        return (_sorted[below] + ((position - below) * ((decimal)_sorted[above] - _sorted[below]))) / MicrosecondsPerDay;
    }

    /// <summary>The observations of both samples.</summary>
    public DurationSample Merge(DurationSample other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? this : Count == 0 ? other : FromMicroseconds([.. _sorted, .. other._sorted]);
    }

    /// <inheritdoc/>
    public bool Equals(DurationSample? other) => other is not null && _sorted.AsSpan().SequenceEqual(other._sorted);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DurationSample);

    /// <inheritdoc/>
    public override int GetHashCode() => _sorted.Length == 0 ? 0 : HashCode.Combine(_sorted.Length, _sorted[0], _sorted[^1]);

    /// <summary>Takes the array over and sorts it.</summary>
    internal static DurationSample FromMicroseconds(long[] owned)
    {
        if (owned.Length == 0)
        {
            return Empty;
        }

        Array.Sort(owned);
        return new DurationSample(owned);
    }
}
