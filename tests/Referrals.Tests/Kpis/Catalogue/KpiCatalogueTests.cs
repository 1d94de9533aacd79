using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Catalogue;

public sealed class KpiCatalogueTests
{
    private static readonly KpiWindow FirstHalf = KpiWindow.Of(Instant.FromUtc(2025, 1, 1, 0, 0), Instant.FromUtc(2025, 7, 1, 0, 0));
    private static readonly KpiTotals Totals = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd).Totals(FirstHalf);

    [Fact]
    public void Names_are_unique_and_findable()
    {
        Assert.Equal(KpiCatalogue.All.Count, KpiCatalogue.All.Select(k => k.Name).Distinct().Count());
        Assert.All(KpiCatalogue.All, k => Assert.Same(k, KpiCatalogue.Find(k.Name)));
        Assert.Null(KpiCatalogue.Find("no such kpi"));
    }

    [Fact]
    public void Nothing_in_means_counts_of_zero_and_reasons_for_the_rest() => Assert.All(KpiCatalogue.All, k =>
    {
        var result = k.Of(KpiTotals.Zero(FirstHalf, KpiVectors.Usd));
        var isSum = k.Unit == KpiUnit.Count || (k.Unit == KpiUnit.Money && result.Reason is null);
        Assert.True(isSum ? result is { Value: 0, Reason: null } : result is { Value: null, Reason: not null }, result.ToString());
    });

    [Fact]
    public void Every_proportion_of_the_shop_has_an_interval_around_it() => Assert.All(
        KpiCatalogue.All.Where(k => k.Unit == KpiUnit.Proportion).Select(k => k.Of(Totals)).Where(r => r.Value is not null),
        r => Assert.True(r.Interval!.Value.Contains((double)r.Value!.Value), r.Name));

    [Fact]
    public void Margin_against_revenue_makes_different_returns()
    {
        Assert.Equal((17375.20m - 5034m) / 5034m, Value("ROI_referral_revenue_basis"));
        Assert.Equal(((0.5m * 6999.12m) - 5034m) / 5034m, KpiCatalogue.IncrementalRoi(Percentage.Of(50)).Of(Totals).Value);
        Assert.Equal(5034m / 17375.20m, Value("cost_to_revenue"));
        Assert.Equal(5034m / 187m, Value("CPA_referred_signup"));
    }

    [Fact]
    public void Costs_of_a_channel_are_per_purchaser_of_that_channel() =>
        Assert.Equal(Value("CAC_paid_per_purchaser"), KpiCatalogue.CacOf(Channel.Paid).Of(Totals).Value);

    [Fact]
    public void Amplification_is_the_inverse_of_one_minus_k() => Assert.Equal(803m / (803m - 187m), Value("amplification"));

    [Fact]
    public void Differences_are_those_of_the_two_cohorts()
    {
        Assert.Equal((138m / 187m) - (457m / 616m), Value("referred_conversion_difference"));
        var margin = KpiCatalogue.Find("referred_margin_difference")!.Of(Totals);
        Assert.Equal((6999.12m / 187m) - (20810.37m / 616m), margin.Value);

        // Standard error from the published deviations 36.96511 (n 187) and 37.45108 (n 616): 3.0956; times 1.95996.
        Assert.Equal(3.6454 - 6.0673, margin.Interval!.Value.Low, 0.001);
    }

    [Fact]
    public void Few_observations_are_flagged()
    {
        var day = KpiWindow.Of(FirstHalf.From, FirstHalf.From + Duration.FromDays(20));

        var rate = KpiCatalogue.Find("referral_share_of_new_signups")!.Of(FactTable.Read(KpiVectors.Shop, KpiVectors.Usd).Totals(day));

        Assert.InRange(rate.Observations!.Value, 1, KpiResult.EnoughObservations * 10);
        Assert.Equal(rate.Observations < KpiResult.EnoughObservations, rate.TooFew);
        Assert.False(KpiCatalogue.Find("nps")!.Of(Totals).TooFew);
    }

    [Fact]
    public void Host_adds_kpis_of_its_own()
    {
        var ordersPerBuyer = KpiDefinition.Ratio(
            "orders_per_buyer", "sales / distinct buyers, in the window", t => t.Orders, t => t.Buyers, "nobody bought");

        var result = ordersPerBuyer.Of(Totals);

        Assert.Equal((decimal)Totals.Orders / Totals.Buyers, result.Value);
        Assert.Equal("nobody bought", ordersPerBuyer.Of(KpiTotals.Zero(FirstHalf, KpiVectors.Usd)).Reason);
    }

    private static decimal? Value(string name) => KpiCatalogue.Find(name)!.Of(Totals).Value;
}
