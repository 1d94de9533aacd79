using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Forecasts;

public sealed class CustomerValueTests
{
    [Fact]
    public void Contract_is_worth_the_sum_of_its_discounted_margins()
    {
        var atOnce = 0.0;
        var inArrears = 0.0;
        for (var t = 0; t < 2000; t++)
        {
            atOnce += 10 * Math.Pow(0.8 / 1.01, t);
            inArrears += 10 * Math.Pow(0.8 / 1.01, t + 1);
        }

        Assert.Equal(atOnce, (double)CustomerValue.Contractual(10, 0.8m, 0.01m), 1e-9);
        Assert.Equal(inArrears, (double)CustomerValue.ContractualInArrears(10, 0.8m, 0.01m), 1e-9);
    }

    [Fact]
    public void Without_discount_value_is_margin_over_churn() => Assert.Equal(50m, CustomerValue.Contractual(10, 0.8m, 0));

    [Fact]
    public void Historic_value_discounts_the_later_margins() => Assert.Equal(10m + 5m + 2.5m, CustomerValue.Historic([10, 10, 10], 1m));

    [Fact]
    public void Customer_who_never_leaves_has_no_finite_value() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CustomerValue.Contractual(10, 1, 0));
}
