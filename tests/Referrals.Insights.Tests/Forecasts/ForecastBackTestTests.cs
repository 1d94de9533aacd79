using Referrals.Insights.Forecasts;
using Referrals.Insights.Numerics;

namespace Referrals.Insights.Tests.Forecasts;

public sealed class ForecastBackTestTests
{
    /// <summary>40 histories of a year without a trend, nine spans each: the fan of 80 % holds about four of five.</summary>
    [Fact]
    public void Fan_holds_held_back_months_at_its_level()
    {
        var (covered, used) = (0, 0);
        for (var run = 0; run < 40; run++)
        {
            var random = new SeededRandom((ulong)run);
            double[] days = [.. Enumerable.Range(0, 364).Select(day => Math.Floor(-20 * Math.Log(1 - random.NextDouble()) * (day % 7 < 2 ? 2 : 1)))];
            var test = ForecastBackTest.Of(days, runs: 200).OrThrow();
            Assert.Equal(9, test.Spans.Count);
            used += test.Spans.Count(span => !span.HasTrend);
            covered += test.Spans.Count(span => !span.HasTrend && span.IsCovered);
            Assert.InRange(test.AbsoluteError!.Value, 0, 0.3);
        }

        Assert.InRange((double)covered / used, 0.72, 0.88);
    }

    [Fact]
    public void Growth_is_told_and_its_error_shown()
    {
        double[] days = [.. Enumerable.Range(0, 364).Select(day => 10 + (day * 0.5) + (day % 7))];
        var test = ForecastBackTest.Of(days).OrThrow();
        Assert.All(test.Spans, span => Assert.True(span.HasTrend));
        Assert.Equal(RefusalCode.TooFewObservations, test.Coverage.Refusal?.Code);
        Assert.True(test.Bias < -0.1);
    }

    /// <summary>Whatever comes in a span or after it: the forecast of the span knows only the days before.</summary>
    [Fact]
    public void Days_to_come_are_not_known()
    {
        double[] days = [.. Enumerable.Range(0, 200).Select(day => 20d + (day % 7))];
        double[] other = [.. days.Select((x, day) => day >= 119 ? 1000 + day : x)];
        var (first, second) = (ForecastBackTest.Of(days).OrThrow().Spans, ForecastBackTest.Of(other).OrThrow().Spans);
        Assert.Equal((first[0], first[1].Median, first[1].Interval), (second[0], second[1].Median, second[1].Interval));
        Assert.NotEqual(first[2].Median, second[2].Median);
        Assert.Equal(days[91..119].Sum(), first[0].Actual);
    }

    [Fact]
    public void Too_short_and_impossible_histories_are_refused()
    {
        Assert.Equal(RefusalCode.TooFewObservations, ForecastBackTest.Of(new double[174]).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidData, ForecastBackTest.Of([.. Enumerable.Repeat(-1d, 300)]).Refusal?.Code);
        Assert.Null(ForecastBackTest.Of(new double[175]).OrThrow().AbsoluteError);
        Assert.Throws<ArgumentOutOfRangeException>(() => ForecastBackTest.Of(new double[300], days: 3));
    }
}
