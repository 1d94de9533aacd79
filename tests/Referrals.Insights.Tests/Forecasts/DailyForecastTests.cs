using Referrals.Insights.Forecasts;
using Referrals.Insights.Numerics;
using static Referrals.Insights.Tests.Vectors;

namespace Referrals.Insights.Tests.Forecasts;

public sealed class DailyForecastTests
{
    [Fact]
    public void History_that_repeats_has_one_future()
    {
        double[] week = [1, 2, 3, 4, 5, 6, 7];
        var forecast = DailyForecast.Simulate([.. Enumerable.Repeat(week, 6).SelectMany(day => day)], 14).OrThrow();

        Assert.Equal([1, 3, 6, 10, 15, 21, 28, 29], forecast.Days.Take(8).Select(day => day.Median));
        Assert.All(forecast.Days, day => Assert.Equal(day.Interval.Low, day.Interval.High));
        var reach = forecast.Reach(28.5);
        Assert.Equal((1, 8, 8, 8), (reach.Probability, reach.MedianDay, reach.EarlyDay, reach.LateDay));
        Assert.Equal(0, forecast.Reach(1000).Probability);
        Assert.Null(forecast.Reach(1000).MedianDay);
        Close(1000 / 14d, forecast.Reach(1000).NeededPerDay, 1e-12);
    }

    [Fact]
    public void Same_seed_gives_the_same_future()
    {
        var random = new SeededRandom(3);
        double[] history = [.. Enumerable.Range(0, 70).Select(_ => random.NextGamma(2))];
        var (one, other) = (DailyForecast.Simulate(history, 30).OrThrow(), DailyForecast.Simulate(history, 30).OrThrow());
        Assert.Equal(one.Days.Select(day => day.Median), other.Days.Select(day => day.Median));
        Assert.NotEqual(one.Days[^1].Median, DailyForecast.Simulate(history, 30, seed: 2).OrThrow().Days[^1].Median);
    }

    /// <summary>Histories with a pattern over the week: the 80 % fan must hold about four of five of the months that really follow.</summary>
    [Fact]
    public void Fan_holds_what_comes_about_as_often_as_it_says()
    {
        var random = new SeededRandom(17);
        const int runs = 300;
        var held = 0;
        for (var run = 0; run < runs; run++)
        {
            double[] days = [.. Enumerable.Range(0, 154).Select(day => 10 * (day % 7 > 4 ? 2 : 1) * random.NextGamma(1.5))];
            var forecast = DailyForecast.Simulate(days[..126], 28, runs: 300, level: 0.8).OrThrow();
            held += forecast.Days[^1].Interval.Contains(days[126..].Sum()) ? 1 : 0;
        }

        Assert.InRange(held / (double)runs, 0.72, 0.86);
    }

    /// <summary>R: summary(lm(c(10, 14, 11, 17, 15, 21) ~ seq(6)))$coefficients: t = 3.2027, p = 0.03282.</summary>
    [Fact]
    public void Trend_is_the_regression_of_r()
    {
        double[] weeks = [10, 14, 11, 17, 15, 21];
        var trend = DailyForecast.Simulate([.. weeks.SelectMany(sum => Enumerable.Repeat(sum / 7, 7))], 7).OrThrow().Trend;
        Assert.Equal(3.20267000463639, trend.Statistic, 9);
        Assert.Equal(0.0328171931193334, trend.PValue, 9);
        Assert.False(DailyForecast.Simulate([.. Enumerable.Repeat(3d, 70)], 7).OrThrow().HasTrend);
        Assert.True(DailyForecast.Simulate([.. Enumerable.Range(0, 70).Select(day => (double)day)], 7).OrThrow().HasTrend);
    }

    [Fact]
    public void Short_or_wrong_histories_are_refused()
    {
        Assert.Equal(RefusalCode.TooFewObservations, DailyForecast.Simulate(new double[20], 5).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, DailyForecast.Simulate([.. Enumerable.Repeat(1d, 40), -1], 5).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, DailyForecast.Simulate([.. Enumerable.Repeat(1d, 40), double.NaN], 5).Refusal!.Code);
    }
}
