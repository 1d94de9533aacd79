using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Forecasts;

public sealed class ViralGrowthTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999999)]
    [InlineData(1)]
    [InlineData(1.000001)]
    [InlineData(1.7)]
    [InlineData(0)]
    public void Customers_equal_the_sum_of_the_cycles(double k)
    {
        var sum = 0.0;
        for (var cycle = 0; cycle <= 12; cycle++)
        {
            sum += 100 * Math.Pow(k, cycle);
        }

        Assert.Equal(sum, ViralGrowth.Customers(100, k, 12), sum * 1e-9);
    }

    [Fact]
    public void Amplification_is_what_growth_tends_to_below_one() =>
        Assert.Equal(ViralGrowth.Amplification(0.4), ViralGrowth.Customers(1, 0.4, 200), 1e-12);

    [Fact]
    public void Growth_without_limit_has_no_amplification() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ViralGrowth.Amplification(1));

    [Fact]
    public void Blended_cost_lies_between_the_two() => Assert.Equal(76m, ViralGrowth.BlendedCac(90m, 20m, 0.2m));
}
