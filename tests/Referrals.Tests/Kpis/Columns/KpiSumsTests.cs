using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Columns;

public sealed class KpiSumsTests
{
    private static readonly IReadOnlyList<KpiWindow> Weeks =
        KpiPeriods.Weeks(new LocalDate(2025, 1, 1), 6, DateTimeZone.Utc, IsoDayOfWeek.Wednesday);

    [Fact]
    public void Sums_are_those_of_the_totals_for_every_group_and_window()
    {
        KpiGrouping[] groupings =
        [
            KpiGrouping.BySegment,
            KpiGrouping.ByChannel,
            KpiGrouping.ByVersion.And(KpiGrouping.ByReferrer(c => c.Value[^1..])),
        ];
        for (var seed = 0; seed < 15; seed++)
        {
            var table = FactTable.Read(RandomFacts.Make(seed, 200), KpiVectors.Usd);
            var grouping = groupings[seed % groupings.Length];

            var expected = table.Groups(Weeks, grouping).SelectMany(g => g.Totals.Select(t => Of(g, t))).Where(r => !IsEmpty(r));
            var actual = table.Sums(Weeks, grouping, cores: 1 + (seed % 3));

            Assert.Equal(expected.Select(Text), actual.Where(r => !IsEmpty(r)).Select(Text));
        }
    }

    private static KpiSums Of(KpiGroup group, KpiTotals totals) => new()
    {
        Key = group.Key,
        Window = totals.Window,
        Signups = totals.Everyone.Customers,
        ReferredSignups = totals.Referred.Customers,
        ReferredPurchasers = totals.Referred.Purchasers,
        Shares = totals.Shares,
        RawClicks = totals.RawClicks,
        Orders = totals.Orders,
        NetRevenueMinor = totals.GrossRevenueMinor - totals.RefundedRevenueMinor,
        NetMarginMinor = totals.GrossMarginMinor - totals.RefundedMarginMinor,
        Refunds = totals.Refunds,
        ReferralCostMinor = totals.CostMinor(Channel.Referral),
        OtherCostMinor = totals.CostsMinor.Values.Sum() - totals.CostMinor(Channel.Referral),
    };

    private static bool IsEmpty(KpiSums sums) =>
        sums with { Key = [], Window = default } == new KpiSums { Key = [], Window = default };

    private static string Text(KpiSums sums) => string.Join('/', sums.Key) + (sums with { Key = [] });
}
