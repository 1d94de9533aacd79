using Referrals.Insights.Numerics;

namespace Referrals.Insights.Advocates;

/// <summary>How many more of the events are among those with high scores than by chance.</summary>
/// <remarks>
/// Tenths of the rows by score, highest first. Rows with the same score that lie on a border are split evenly, as they would be on average if chance put
/// them in
/// order, so that the order of the rows does not matter. The interval of a lift is Wilson's of the part of the events, over the part of the rows.
/// </remarks>
public sealed class LiftTable
{
    private const int Groups = 10;

    private readonly bool[] _outcomes;
    private readonly double[] _sorted;
    private readonly double[] _scores;
    private readonly double _level;

    private LiftTable(bool[] outcomes, double[] scores, double level)
    {
        (_outcomes, _scores, _level, _sorted) = (outcomes, scores, level, (double[])scores.Clone());
        var order = new bool[outcomes.Length];
        Array.Copy(outcomes, order, outcomes.Length);
        Array.Sort(_sorted, order);
        var (events, n) = (new double[Groups], outcomes.Length);
        var total = outcomes.Count(one => one);
        for (var to = n; to > 0;)
        {
            var from = to;
            var tied = 0;
            for (; from > 0 && _sorted[from - 1] == _sorted[to - 1]; from--)
            {
                tied += order[from - 1] ? 1 : 0;
            }

            for (var group = 0; tied > 0 && group < Groups; group++)
            {
                events[group] += tied * Overlap(n - to, n - from, (double)n * group / Groups, (double)n * (group + 1) / Groups) / (to - from);
            }

            to = from;
        }

        var (groups, sum) = (new LiftGroup[Groups], 0d);
        for (var group = 0; group < Groups; group++)
        {
            sum += events[group];
            groups[group] = new LiftGroup(group + 1, (double)n / Groups, events[group], total, Groups, sum / total, level);
        }

        Tenths = groups;
    }

    /// <summary>The tenths, that with the highest scores first.</summary>
    public IReadOnlyList<LiftGroup> Tenths { get; }

    internal static LiftTable Of(bool[] outcomes, double[] scores, double level) => new(outcomes, scores, level);

    /// <summary>How many times as many events the first tenth holds as that of another score of the same rows.</summary>
    /// <remarks>The interval is the usual one of the log ratio of two paired proportions: D. G. Bonett and R. M. Price, Confidence intervals for a ratio of
    /// binomial proportions based on paired data, Statistics in Medicine 25 (2006), 3039-3047.</remarks>
    /// <param name="other">The lift of the other score.</param>
    /// <returns>The ratio, or a refusal: one of the two holds no event, or both hold the same ones.</returns>
    /// <exception cref="ArgumentException">The other table is not of the same outcomes.</exception>
    public Estimate<PointEstimate> Over(LiftTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!_outcomes.AsSpan().SequenceEqual(other._outcomes))
        {
            throw new ArgumentException("The two tables are of different outcomes. Compare scores of the same rows in the same order.", nameof(other));
        }

        var (first, second, apart) = (0d, 0d, 0d);
        var (mine, others) = (Part(), other.Part());
        for (var row = 0; row < _outcomes.Length; row++)
        {
            if (_outcomes[row])
            {
                var (a, b) = (mine(_scores[row]), others(other._scores[row]));
                (first, second, apart) = (first + a, second + b, apart + Math.Abs(a - b));
            }
        }

        if (!(first > 0 && second > 0))
        {
            return Checks.Undefined($"The first tenths hold {first:G3} and {second:G3} events, and a ratio needs both above 0. Compare the areas.");
        }

        if (apart == 0)
        {
            return Checks.NoVariation($"The first tenths of the two scores hold the same events.");
        }

        var (ratio, error, z) = (first / second, Math.Sqrt(apart / (first * second)), Normal.Critical(_level));
        return new PointEstimate(
            ratio,
            ratio * error,
            new ConfidenceInterval(ratio * Math.Exp(-z * error), ratio * Math.Exp(z * error), _level, "paired log ratio"));
    }

    /// <summary>The part of a row with a score that is in the first tenth.</summary>
    private Func<double, double> Part()
    {
        var n = _sorted.Length;
        var size = (double)n / Groups;
        var border = _sorted[n - (int)Math.Ceiling(size)];
        var above = n - UpperBound(border);
        var tied = UpperBound(border) - LowerBound(border);
        var part = (size - above) / tied;
        return score => score > border ? 1 : score < border ? 0 : part;
    }

    private int LowerBound(double score) => Bound(value => value < score);

    private int UpperBound(double score) => Bound(value => value <= score);

    private int Bound(Func<double, bool> isBefore)
    {
        var (low, high) = (0, _sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isBefore(_sorted[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Overlap(double from1, double to1, double from2, double to2) => Math.Max(0, Math.Min(to1, to2) - Math.Max(from1, from2));
}

/// <summary>One tenth of the rows by score.</summary>
public sealed record LiftGroup
{
    internal LiftGroup(int tenth, double rows, double events, double total, int groups, double cumulative, double level)
    {
        (Tenth, Rows, Events, CumulativePart) = (tenth, rows, events, cumulative);
        var (share, z) = (events / total, Normal.Critical(level));
        var square = z * z;
        var centre = (share + (square / (2 * total))) / (1 + (square / total));
        var half = z / (1 + (square / total)) * Math.Sqrt((share * (1 - share) / total) + (square / (4 * total * total)));
        Lift = new PointEstimate(
            share * groups,
            groups * Math.Sqrt(share * (1 - share) / total),
            new ConfidenceInterval(groups * Math.Max(0, centre - half), groups * Math.Min(1, centre + half), level, "Wilson score"));
    }

    /// <summary>The number of the tenth; 1 has the highest scores.</summary>
    public int Tenth { get; }

    /// <summary>How many rows it has; not a whole number where the rows do not divide by ten.</summary>
    public double Rows { get; }

    /// <summary>How many events it holds; not a whole number where equal scores lie on its border.</summary>
    public double Events { get; }

    /// <summary>The rate of events over the rate of all rows; 1 is chance.</summary>
    public PointEstimate Lift { get; }

    /// <summary>The part of all events in this tenth and those before it.</summary>
    public double CumulativePart { get; }
}
