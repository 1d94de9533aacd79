using Referrals.Insights.Experiments;
using Referrals.Insights.Numerics;

namespace Referrals.Insights.Forecasts;

/// <summary>Where a daily number is going if things go on as they did: costs, sign-ups, conversions.</summary>
/// <remarks>
/// Simulation: each run draws weeks of the history with replacement (so that days of the week stay together), first to make a history that might as well have
/// been, then to make a future out of it. The first draw brings in that the mean itself is only estimated. S. N. Lahiri, Resampling Methods for
/// Dependent Data (2003). Assumes no trend and no seasons longer than a week: hand in a history that is like the time to come.
/// </remarks>
public sealed class DailyForecast
{
    /// <summary>The fewest weeks of history.</summary>
    public const int FewestWeeks = 4;

    private readonly double[][] _paths;

    private DailyForecast(double[][] paths, double level, SignificanceTest trend)
    {
        _paths = paths;
        Trend = trend;
        Level = level;
        Days = [.. Enumerable.Range(0, paths[0].Length).Select(day => new ForecastDay(day + 1, Sorted(paths, day), level))];
    }

    /// <summary>The level of the fan.</summary>
    public double Level { get; }

    /// <summary>The test of a straight trend over the weeks of the history; its statistic is Student's t of the slope.</summary>
    public SignificanceTest Trend { get; }

    /// <summary>Whether the history has a trend (p below 0.01). The forecast assumes none, so it is then too low or too high: do not use it.</summary>
    public bool HasTrend => Trend.PValue < 0.01;

    /// <summary>The sum up to each day ahead, with its interval.</summary>
    public IReadOnlyList<ForecastDay> Days { get; }

    /// <summary>Simulates a future.</summary>
    /// <param name="history">The number of each day, oldest first, without gaps; none negative. Only whole weeks up to the last day are read.</param>
    /// <param name="days">How many days to look ahead, from 1.</param>
    /// <param name="runs">How many futures to simulate, from 100.</param>
    /// <param name="seed">The same seed gives the same futures on every system.</param>
    /// <param name="level">The level of the fan.</param>
    /// <returns>The forecast, or a refusal: fewer than four weeks, or a number that is negative or not finite.</returns>
    public static Estimate<DailyForecast> Simulate(IReadOnlyList<double> history, int days, int runs = 2000, long seed = 1, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 100);
        Checks.Level(level);
        for (var day = 0; day < history.Count; day++)
        {
            if (!(history[day] >= 0) || !double.IsFinite(history[day]))
            {
                return Checks.Invalid($"Day {day} has {history[day]}; the numbers of days are finite and not below 0.");
            }
        }

        var weeks = history.Count / 7;
        if (weeks < FewestWeeks)
        {
            return Checks.TooFew($"There are {weeks} whole weeks of history, and {FewestWeeks} are needed. Wait for data.");
        }

        var first = history.Count - (weeks * 7);
        var random = new SeededRandom(unchecked((ulong)seed));
        var paths = new double[runs][];
        var drawn = new int[weeks];
        for (var run = 0; run < runs; run++)
        {
            for (var week = 0; week < weeks; week++)
            {
                drawn[week] = random.NextIndex(weeks);
            }

            var (path, sum, start) = (new double[days], 0d, 0);
            for (var day = 0; day < days; day++)
            {
                start = day % 7 == 0 ? first + (7 * drawn[random.NextIndex(weeks)]) : start;
                sum += history[start + (day % 7)];
                path[day] = sum;
            }

            paths[run] = path;
        }

        double[] sums = [.. Enumerable.Range(0, weeks).Select(week => history.Skip(first + (7 * week)).Take(7).Sum())];
        return new DailyForecast(paths, level, TrendOf(sums));
    }

    /// <summary>When the sum reaches an amount: a budget that is used up, or a goal.</summary>
    /// <param name="amount">What is left of the budget, or what is missing to the goal; above 0.</param>
    public ForecastReach Reach(double amount)
    {
        Checks.Positive(amount);
        double[] reached = [.. _paths.Select(path => Array.FindIndex(path, sum => sum >= amount)).Select(day => day < 0 ? double.PositiveInfinity : day + 1)];
        Array.Sort(reached);
        var tail = 0.5 * (1 - Level);
        return new ForecastReach(
            amount,
            (double)reached.Count(double.IsFinite) / reached.Length,
            At(0.5),
            At(tail),
            At(1 - tail),
            amount / Days.Count);

        int? At(double probability)
        {
            var day = reached[Math.Min(reached.Length - 1, (int)Math.Ceiling(probability * reached.Length) - 1)];
            return double.IsFinite(day) ? (int)day : null;
        }
    }

    /// <summary>The regression of the sums of weeks on their number.</summary>
    private static SignificanceTest TrendOf(double[] weeks)
    {
        var moments = Moments.ByArm(new int[weeks.Length], 1, [.. weeks.Select((_, week) => (double)week)], weeks)[0];
        var df = weeks.Length - 2;
        var rest = Math.Max(0, moments.Yy - (moments.Xy * moments.Xy / moments.Xx)) / df;
        var error = Math.Sqrt(rest / moments.Xx);
        var slope = moments.Xy / moments.Xx;

        // Weeks on a perfect line have no error: then they are level, or the trend is beyond doubt.
        var level = Math.Abs(slope) <= 1e-12 * Math.Max(1, Math.Abs(moments.Y));
        var t = level ? 0 : slope / Math.Max(error, Math.Abs(slope) * 1e-9);
        return new SignificanceTest("regression on weeks, Student's t", t, StudentT.TwoSided(t, df), df);
    }

    private static double[] Sorted(double[][] paths, int day)
    {
        var sums = Array.ConvertAll(paths, path => path[day]);
        Array.Sort(sums);
        return sums;
    }
}

/// <summary>The sum up to one day ahead.</summary>
public sealed record ForecastDay
{
    internal ForecastDay(int day, double[] sums, double level)
    {
        Day = day;
        Median = Quantiles.OfSorted(sums, 0.5);
        Interval = new ConfidenceInterval(
            Quantiles.OfSorted(sums, 0.5 * (1 - level)), Quantiles.OfSorted(sums, 0.5 * (1 + level)), level, "weekly bootstrap");
    }

    /// <summary>How many days ahead, from 1.</summary>
    public int Day { get; }

    /// <summary>The median of the simulated sums.</summary>
    public double Median { get; }

    /// <summary>The interval of the simulated sums.</summary>
    public ConfidenceInterval Interval { get; }
}

/// <summary>When a sum reaches an amount.</summary>
public sealed record ForecastReach
{
    internal ForecastReach(double amount, double probability, int? median, int? early, int? late, double needed) =>
        (Amount, Probability, MedianDay, EarlyDay, LateDay, NeededPerDay) = (amount, probability, median, early, late, needed);

    /// <summary>The amount.</summary>
    public double Amount { get; }

    /// <summary>The probability that it is reached within the forecast.</summary>
    public double Probability { get; }

    /// <summary>The day by which it is reached with a probability of one half; <c>null</c> if that is beyond the forecast.</summary>
    public int? MedianDay { get; }

    /// <summary>The early end of the interval of the day; <c>null</c> if that is beyond the forecast.</summary>
    public int? EarlyDay { get; }

    /// <summary>The late end of the interval of the day; <c>null</c> if that is beyond the forecast.</summary>
    public int? LateDay { get; }

    /// <summary>What each day must bring on average to reach it at the end of the forecast.</summary>
    public double NeededPerDay { get; }
}
