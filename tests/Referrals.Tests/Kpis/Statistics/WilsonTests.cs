using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Statistics;

public sealed class WilsonTests
{
    /// <summary>Table I, method 3, of R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Interval_equals_the_published_table(int part, int whole, double low, double high)
    {
        var interval = Wilson.Interval95(part, whole)!.Value;

        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }

    /// <summary>Table II, method 10, of R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void Difference_equals_the_published_table(int part1, int whole1, int part2, int whole2, double low, double high)
    {
        var interval = Wilson.Difference95(part1, whole1, part2, whole2)!.Value;

        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(-1, 2)]
    public void What_is_no_proportion_has_no_interval(int part, int whole) => Assert.Null(Wilson.Interval95(part, whole));

    [Fact]
    public void Interval_holds_the_proportion_and_stays_within_zero_and_one()
    {
        for (var whole = 1; whole <= 60; whole++)
        {
            for (var part = 0; part <= whole; part++)
            {
                var (low, high) = Wilson.Interval95(part, whole)!.Value;
                Assert.InRange((double)part / whole, low, high);
                Assert.True(low >= 0 && high <= 1);
            }
        }
    }
}
