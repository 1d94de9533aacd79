using Referrals.Insights.Numerics;

namespace Referrals.Insights.Advocates;

/// <summary>How well scores tell two outcomes apart: the area under the ROC curve, which is how often somebody with the outcome has a higher score than
/// somebody without. 0.5 is chance.</summary>
/// <remarks>
/// E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, Comparing the areas under two or more correlated receiver operating characteristic curves: a
/// nonparametric approach, Biometrics 44 (1988), 837-845, by ranks (X. Sun and W. Xu, IEEE Signal Processing Letters 21 (2014), 1389-1393). Equal scores count
/// one half. Assumes independent rows.
/// </remarks>
public sealed class AreaUnderCurve
{
    /// <summary>The fewest rows of each outcome.</summary>
    public const int FewestOfEach = 10;

    private readonly bool[] _outcomes;
    private readonly double[] _placements;

    private AreaUnderCurve(bool[] outcomes, double[] placements, double level)
    {
        (_outcomes, _placements, Level) = (outcomes, placements, level);
        var (value, variance) = Moments(outcomes, placements);
        var (error, z) = (Math.Sqrt(variance), Normal.Critical(level));
        Area = new PointEstimate(value, error, new ConfidenceInterval(
            Math.Max(0, value - (z * error)), Math.Min(1, value + (z * error)), level, "DeLong"));
    }

    /// <summary>The area.</summary>
    public PointEstimate Area { get; }

    /// <summary>The level of the intervals.</summary>
    public double Level { get; }

    /// <summary>The area of scores.</summary>
    /// <param name="outcomes">Whether it happened, row by row.</param>
    /// <param name="scores">The score of each row, the higher the more likely.</param>
    /// <param name="level">The level of the interval.</param>
    /// <returns>The area, or a refusal: fewer than ten rows of an outcome, or scores that tell the outcomes apart completely, so that there is no
    /// error.</returns>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static Estimate<AreaUnderCurve> Of(IReadOnlyList<bool> outcomes, IReadOnlyList<double> scores, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(scores);
        Checks.Level(level);
        Checks.SameLength(outcomes.Count, scores.Count, nameof(scores));
        bool[] happened = [.. outcomes];
        double[] values = [.. scores];
        if (Checks.Finite(values, "the scores") is { } invalid)
        {
            return invalid;
        }

        var events = happened.Count(one => one);
        if (Math.Min(events, happened.Length - events) < FewestOfEach)
        {
            return Checks.TooFew($"It happened in {events} of {happened.Length} rows, and {FewestOfEach} of each outcome are needed. Wait for data.");
        }

        var area = new AreaUnderCurve(happened, Placements(happened, values), level);
        return area.Area.StandardError > 0
            ? area
            : Checks.Separated(
                $"The scores tell all {happened.Length} rows apart (an area of {area.Area.Value}). Look for a score that knows the outcome.");
    }

    /// <summary>This area minus another one of the same rows, such as that of a simpler score, by DeLong's test for paired curves.</summary>
    /// <param name="other">The area to compare with.</param>
    /// <returns>The difference, or a refusal: the two curves are the same, so that there is no error.</returns>
    /// <exception cref="ArgumentException">The other area is not of the same outcomes.</exception>
    public Estimate<PointEstimate> Minus(AreaUnderCurve other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!_outcomes.AsSpan().SequenceEqual(other._outcomes))
        {
            throw new ArgumentException("The two areas are of different outcomes. Compare scores of the same rows in the same order.", nameof(other));
        }

        var difference = new double[_placements.Length];
        for (var row = 0; row < difference.Length; row++)
        {
            difference[row] = _placements[row] - other._placements[row];
        }

        var (value, variance) = Moments(_outcomes, difference);
        if (!(variance > 0))
        {
            return Checks.NoVariation($"The two scores put all rows in the same order, so that their areas are the same.");
        }

        var (error, z) = (Math.Sqrt(variance), Normal.Critical(Level));
        return new PointEstimate(value, error, new ConfidenceInterval(value - (z * error), value + (z * error), Level, "DeLong, paired"));
    }

    /// <summary>For each row the part of the rows of the other outcome that it is on the right side of.</summary>
    private static double[] Placements(bool[] outcomes, double[] scores)
    {
        var order = new int[scores.Length];
        for (var row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        var sorted = (double[])scores.Clone();
        Array.Sort(sorted, order);
        var placements = new double[scores.Length];
        double events = outcomes.Count(one => one);
        var others = scores.Length - events;
        var (eventsBelow, othersBelow) = (0d, 0d);
        for (var from = 0; from < sorted.Length;)
        {
            var to = from;
            var (tiedEvents, tiedOthers) = (0d, 0d);
            for (; to < sorted.Length && sorted[to] == sorted[from]; to++)
            {
                (tiedEvents, tiedOthers) = outcomes[order[to]] ? (tiedEvents + 1, tiedOthers) : (tiedEvents, tiedOthers + 1);
            }

            for (; from < to; from++)
            {
                placements[order[from]] = outcomes[order[from]]
                    ? (othersBelow + (0.5 * tiedOthers)) / others
                    : (events - eventsBelow - (0.5 * tiedEvents)) / events;
            }

            (eventsBelow, othersBelow) = (eventsBelow + tiedEvents, othersBelow + tiedOthers);
        }

        return placements;
    }

    /// <summary>The mean of the placements of the events, and DeLong's variance of it.</summary>
    private static (double Mean, double Variance) Moments(bool[] outcomes, double[] placements)
    {
        var (events, others) = (new Spread(), new Spread());
        for (var row = 0; row < outcomes.Length; row++)
        {
            (outcomes[row] ? events : others).Add(placements[row]);
        }

        return (events.Mean, events.ErrorSquare + others.ErrorSquare);
    }

    private sealed class Spread
    {
        private double _count;
        private double _squares;

        public double Mean { get; private set; }

        public double ErrorSquare => _squares / (_count - 1) / _count;

        public void Add(double value)
        {
            _count++;
            var step = value - Mean;
            Mean += step / _count;
            _squares += step * (value - Mean);
        }
    }
}
