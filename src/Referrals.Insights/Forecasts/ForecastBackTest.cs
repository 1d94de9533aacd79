using Referrals.Insights.Experiments;

namespace Referrals.Insights.Forecasts;

/// <summary>How wrong a forecast would have been on months that are known by now.</summary>
/// <remarks>
/// From one moment of the past after another, each with the days before it only: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice
/// (2021), section 5.10. The spans that are forecast do not overlap, so that each counts once.
/// </remarks>
/// <example><code>
/// var test = ForecastBackTest.Of(perDay, days: 28).OrThrow();
/// var holds = test.Coverage.Interval.Contains(0.8);
/// </code></example>
public sealed class ForecastBackTest
{
    /// <summary>The fewest spans that a test needs.</summary>
    public const int FewestSpans = 3;

    private ForecastBackTest(IReadOnlyList<BackTestSpan> spans, double level)
    {
        Spans = spans;
        BackTestSpan[] used = [.. spans.Where(span => !span.HasTrend)];
        Coverage = used.Length >= FewestSpans
            ? Proportions.Estimate(used.LongCount(span => span.IsCovered), used.Length, level)
            : Checks.TooFew(
                $"{used.Length} of {spans.Count} spans come after weeks without a trend, and {FewestSpans} are needed. The forecast does not suit this.");
        var actual = spans.Sum(span => span.Actual);
        AbsoluteError = actual > 0 ? spans.Sum(span => Math.Abs(span.Median - span.Actual)) / actual : null;
        Bias = actual > 0 ? (spans.Sum(span => span.Median) / actual) - 1 : null;
    }

    /// <summary>The spans, oldest first.</summary>
    public IReadOnlyList<BackTestSpan> Spans { get; }

    /// <summary>The part of the spans after weeks without a trend whose sum the fan holds; it should be near the level of the fan. Refused for fewer
    /// than three.</summary>
    public Estimate<PointEstimate> Coverage { get; }

    /// <summary>The sum of the distances of all medians from what came, over the sum of what came; 0 is perfect. <c>null</c> if nothing came.</summary>
    public double? AbsoluteError { get; }

    /// <summary>The sum of all medians over the sum of what came, minus 1: below 0 the forecasts were too low. <c>null</c> if nothing came.</summary>
    public double? Bias { get; }

    /// <summary>Forecasts the past.</summary>
    /// <param name="history">The number of each day, oldest first, without gaps; none negative.</param>
    /// <param name="days">The length of each span, from 7.</param>
    /// <param name="known">How many days before a span a forecast knows; at least four weeks.</param>
    /// <param name="fan">The level of the fan.</param>
    /// <param name="level">The level of the interval of the coverage.</param>
    /// <param name="runs">How many futures each forecast simulates, from 100.</param>
    /// <returns>The test, or a refusal: fewer than three spans, or a number that is negative or not finite.</returns>
    public static Estimate<ForecastBackTest> Of(
        IReadOnlyList<double> history,
        int days = 28,
        int known = 91,
        double fan = 0.8,
        double level = 0.95,
        int runs = 1000)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 7);
        ArgumentOutOfRangeException.ThrowIfLessThan(known, 7 * DailyForecast.FewestWeeks);
        Checks.Level(fan);
        Checks.Level(level);
        var count = (history.Count - known) / days;
        if (count < FewestSpans)
        {
            return Checks.TooFew(
                $"There are {history.Count} days, and {known + (FewestSpans * days)} are needed: {known}, and {FewestSpans} spans of {days}. Shorten them.");
        }

        double[] all = [.. history];
        var spans = new List<BackTestSpan>();
        for (var start = known; start + days <= all.Length; start += days)
        {
            var forecast = DailyForecast.Simulate(all[(start - known)..start], days, runs, seed: start, level: fan);
            if (!forecast.HasValue)
            {
                return forecast.Refusal;
            }

            spans.Add(new BackTestSpan(start, forecast.Value.Days[^1], all[start..(start + days)].Sum(), forecast.Value.HasTrend));
        }

        return new ForecastBackTest(spans, level);
    }
}

/// <summary>One forecast of the past.</summary>
public sealed record BackTestSpan
{
    internal BackTestSpan(int start, ForecastDay last, double actual, bool hasTrend) =>
        (Start, Median, Interval, Actual, HasTrend) = (start, last.Median, last.Interval, actual, hasTrend);

    /// <summary>The first day of the span, counted from 0.</summary>
    public int Start { get; }

    /// <summary>The median of the forecast sum.</summary>
    public double Median { get; }

    /// <summary>The fan of the forecast sum.</summary>
    public ConfidenceInterval Interval { get; }

    /// <summary>The sum that came.</summary>
    public double Actual { get; }

    /// <summary>Whether the forecast said itself that it is not to be used, as the weeks before had a trend.</summary>
    public bool HasTrend { get; }

    /// <summary>Whether the fan holds the sum that came.</summary>
    public bool IsCovered => Interval.Contains(Actual);
}
