using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis;

public sealed class DurationSampleTests
{
    /// <summary>The values that numpy.percentile([1, 2, 4, 8], p) gives with its default method.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(25, 1.75)]
    [InlineData(50, 3)]
    [InlineData(90, 6.8)]
    [InlineData(100, 8)]
    public void Percentile_interpolates_between_the_nearest_observations(int percent, double days) =>
        Assert.Equal((decimal)days, Days(4, 1, 8, 2).PercentileDays(percent));

    [Fact]
    public void Empty_sample_has_no_mean_and_no_median()
    {
        Assert.Null(DurationSample.Empty.MeanDays);
        Assert.Null(DurationSample.Empty.MedianDays);
    }

    [Fact]
    public void Merging_in_any_order_gives_the_same_sample()
    {
        var (a, b, c) = (Days(3, 1), Days(2), Days(9, 0));

        Assert.Equal(Days(0, 1, 2, 3, 9), a.Merge(b).Merge(c));
        Assert.Equal(c.Merge(a.Merge(b)), a.Merge(b).Merge(c));
        Assert.Equal(3m, c.Merge(b).Merge(a).MeanDays);
    }

    [Fact]
    public void Percentile_beyond_a_hundred_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Days(1).PercentileDays(101));

    private static DurationSample Days(params int[] days) => DurationSample.Of(days.Select(d => Duration.FromDays(d)));
}
