using Referrals.Insights.Numerics;

namespace Referrals.Insights.Survival;

/// <summary>How long customers stay: the part that is still there after each time (Kaplan-Meier).</summary>
/// <remarks>
/// E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, JASA 53 (1958), 457-481; variance by M. Greenwood (1926); intervals
/// on the scale of log(-log), as R's <c>conf.type = "log-log"</c>. Assumes that those who are no longer observed (such as customers who signed up late)
/// would leave like the others.
/// </remarks>
/// <example><code>
/// var curve = SurvivalCurve.Of(days, hasLeft).OrThrow();
/// var half = curve.Median;
/// </code></example>
public sealed class SurvivalCurve
{
    private SurvivalCurve(long subjects, long events, IReadOnlyList<SurvivalPoint> points, double level)
    {
        Subjects = subjects;
        Events = events;
        Points = points;
        Level = level;
    }

    /// <summary>How many were observed.</summary>
    public long Subjects { get; }

    /// <summary>How many left while observed.</summary>
    public long Events { get; }

    /// <summary>One point for each time at which somebody left, in order.</summary>
    public IReadOnlyList<SurvivalPoint> Points { get; }

    /// <summary>The level of the intervals.</summary>
    public double Level { get; }

    /// <summary>The first time at which no more than half are left; refused if more than half are left at the end.</summary>
    public Estimate<SurvivalTime> Median => Quantile(0.5);

    /// <summary>Estimates a curve.</summary>
    /// <param name="durations">For how long each was observed, above 0.</param>
    /// <param name="left">Whether each left at that time; <c>false</c> if the observation ended before.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <returns>The curve, or a refusal: nobody observed, nobody who left, or a duration that cannot be.</returns>
    public static Estimate<SurvivalCurve> Of(IReadOnlyList<double> durations, IReadOnlyList<bool> left, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(durations);
        ArgumentNullException.ThrowIfNull(left);
        Checks.Level(level);
        if (SurvivalData.Check(durations, left) is { } refusal)
        {
            return refusal;
        }

        var z = Normal.Critical(level);
        var points = new List<SurvivalPoint>();
        var (atRisk, survival, greenwood) = ((long)durations.Count, 1d, 0d);
        foreach (var (time, events, leaving) in SurvivalData.Times(durations, left))
        {
            if (events > 0)
            {
                survival *= 1 - ((double)events / atRisk);
                greenwood += (double)events / (atRisk * (double)(atRisk - events));
                var error = survival > 0 ? survival * Math.Sqrt(greenwood) : 0;
                points.Add(new SurvivalPoint(time, atRisk, events, survival, error, IntervalOf(survival, greenwood, z, level)));
            }

            atRisk -= leaving;
        }

        return new SurvivalCurve(durations.Count, points.Sum(point => point.Events), points, level);
    }

    /// <summary>The part that is still there after a time.</summary>
    public double At(double time) => Points.LastOrDefault(point => point.Time <= time)?.Survival ?? 1;

    /// <summary>The first time at which no more than 1 - <paramref name="probability"/> are left.</summary>
    /// <param name="probability">The part that has left, between 0 and 1.</param>
    public Estimate<SurvivalTime> Quantile(double probability)
    {
        Checks.Probability(probability);
        var left = 1 - probability;
        const double rounding = 1e-12;
        return Points.FirstOrDefault(point => point.Survival <= left + rounding) is { } point
            ? new SurvivalTime(
                point.Time,
                Points.FirstOrDefault(one => one.Interval.Low <= left + rounding)?.Time,
                Points.FirstOrDefault(one => one.Interval.High <= left + rounding)?.Time)
            : Checks.Undefined(
                $"At the end {(Points.Count == 0 ? 1 : Points[^1].Survival):P1} are still there, so the time at which {left:P1} are left is not known. Observe for longer.");
    }

    /// <summary>The mean time that customers stay within the first <paramref name="until"/>: the area under the curve.</summary>
    /// <param name="until">Above 0; beyond the last observed time the curve is taken as flat.</param>
    /// <param name="level">The level of the interval.</param>
    public PointEstimate RestrictedMean(double until, double level = 0.95)
    {
        Checks.Positive(until);
        Checks.Level(level);
        SurvivalPoint[] points = [.. Points.Where(point => point.Time < until)];
        var (area, variance) = (0d, 0d);
        for (var i = points.Length - 1; i >= -1; i--)
        {
            var from = i < 0 ? 0 : points[i].Time;
            var to = i + 1 < points.Length ? points[i + 1].Time : until;
            area += (to - from) * (i < 0 ? 1 : points[i].Survival);
            if (i >= 0 && points[i].AtRisk > points[i].Events)
            {
                variance += area * area * points[i].Events / (points[i].AtRisk * (double)(points[i].AtRisk - points[i].Events));
            }
        }

        var (error, z) = (Math.Sqrt(variance), Normal.Critical(level));
        return new PointEstimate(area, error, new ConfidenceInterval(area - (z * error), area + (z * error), level, "Greenwood"));
    }

    private static ConfidenceInterval IntervalOf(double survival, double greenwood, double z, double level)
    {
        if (survival is <= 0 or >= 1)
        {
            return new ConfidenceInterval(survival, survival, level, "none at 0 or 1");
        }

        var log = Math.Log(survival);
        var spread = Math.Exp(z * Math.Sqrt(greenwood) / log);
        return new ConfidenceInterval(Math.Exp(log / spread), Math.Exp(log * spread), level, "Greenwood, log-log");
    }
}

/// <summary>One step of a survival curve.</summary>
public sealed record SurvivalPoint
{
    internal SurvivalPoint(double time, long atRisk, long events, double survival, double standardError, ConfidenceInterval interval) =>
        (Time, AtRisk, Events, Survival, StandardError, Interval) = (time, atRisk, events, survival, standardError, interval);

    /// <summary>The time.</summary>
    public double Time { get; }

    /// <summary>How many were still observed just before.</summary>
    public long AtRisk { get; }

    /// <summary>How many left at that time.</summary>
    public long Events { get; }

    /// <summary>The part that is left afterwards.</summary>
    public double Survival { get; }

    /// <summary>Its standard error (Greenwood).</summary>
    public double StandardError { get; }

    /// <summary>Its interval.</summary>
    public ConfidenceInterval Interval { get; }
}

/// <summary>A time on a survival curve with an interval that may be open.</summary>
public sealed record SurvivalTime
{
    internal SurvivalTime(double value, double? low, double? high) => (Value, Low, High) = (value, low, high);

    /// <summary>The time.</summary>
    public double Value { get; }

    /// <summary>The lower end of the interval; <c>null</c> if it is open.</summary>
    public double? Low { get; }

    /// <summary>The upper end of the interval; <c>null</c> if the observation ended before it.</summary>
    public double? High { get; }
}

/// <summary>Checks and sorts durations.</summary>
internal static class SurvivalData
{
    public static Refusal? Check(IReadOnlyList<double> durations, IReadOnlyList<bool> left)
    {
        Checks.SameLength(durations.Count, left.Count, nameof(left));
        for (var row = 0; row < durations.Count; row++)
        {
            if (!(durations[row] > 0) || !double.IsFinite(durations[row]))
            {
                return Checks.Invalid($"Row {row} was observed for {durations[row]}; it must be above 0. Leave out whom nobody has observed yet.");
            }
        }

        return left.Any(one => one)
            ? null
            : Checks.TooFew($"Nobody of {durations.Count} left while observed, so nothing is known of how long they stay. Observe for longer.");
    }

    /// <summary>Each time in order, with how many left at it and how many are not observed beyond it.</summary>
    public static IEnumerable<(double Time, long Events, long Leaving)> Times(IReadOnlyList<double> durations, IReadOnlyList<bool> left) =>
        Enumerable.Range(0, durations.Count).GroupBy(row => durations[row]).OrderBy(group => group.Key)
            .Select(group => (group.Key, group.LongCount(row => left[row]), group.LongCount()));
}
