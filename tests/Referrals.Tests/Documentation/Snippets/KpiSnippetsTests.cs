using NodaTime;
using Referrals.Kpis;
using Referrals.Operations;
using Referrals.Storage;
using Referrals.Tests.Kpis;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>What the page on KPIs shows.</summary>
public sealed class KpiSnippetsTests
{
    private static readonly Instant From = Instant.FromUtc(2025, 1, 1, 0, 0);
    private static readonly Instant To = Instant.FromUtc(2025, 7, 1, 0, 0);

    [Fact]
    public void Report_shows_where_a_rate_comes_from()
    {
        var journal = KpiVectors.Shop;
        var (from, to) = (From, To);

        var report = KpiReport.Compute(journal, KpiWindow.Of(from, to), Unit.Money("USD"));
        var rate = report["participation_rate"];
        var words = $"{rate.ValueText}, {rate.Numerator} of {rate.Denominator}, {rate.Reason}";
        var text = report.ToText();

        Assert.Equal("28.9 %, 232 of 803, ", words);
        Assert.Contains("25.9 % to 32.1 %", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Host_adds_a_kpi_to_the_standard_ones()
    {
        var totals = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd).Totals(KpiWindow.Of(From, To));

        var ordersPerBuyer = KpiDefinition.Ratio(
            "orders_per_buyer", "sales / distinct buyers, in the window", t => t.Orders, t => t.Buyers, "nobody bought in the window");
        var own = KpiReport.Of(totals, [.. KpiCatalogue.Standard, ordersPerBuyer]);

        Assert.True(own["orders_per_buyer"].Value > 1);
    }

    [Fact]
    public void Groups_have_a_name_and_totals_by_month()
    {
        var journal = KpiVectors.Shop;
        var zone = DateTimeZone.Utc;

        var table = FactTable.Read(journal, Unit.Money("USD"));
        var months = KpiPeriods.Months(new LocalDate(2025, 1, 1), 12, zone);
        var groups = table.Groups(months, KpiGrouping.BySegment.And(KpiGrouping.ByChannel));
        var lines = groups.Select(g => $"{g} in January: {KpiReport.Of(g.Totals[0])["new_customers"].ValueText}");

        Assert.Contains(lines, line => line.StartsWith("smb / organic in January: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Database_folds_and_live_totals_follow_it()
    {
        IReferralStore store = new InMemoryReferralStore();
        var partition = Partition.Of(ProgramId.From("spring"));
        var months = KpiPeriods.Months(new LocalDate(2025, 1, 1), 12, DateTimeZone.Utc);
        var cancellationToken = CancellationToken.None;

        var source = JournalKpis.Of(store);
        var groups = await source.GroupsAsync(partition, Unit.Money("USD"), months, KpiGrouping.BySegment, cancellationToken);

        using var live = new LiveTotals(partition, Unit.Money("USD"), months, KpiGrouping.BySegment);
        var newest = await live.GroupsAsync(source, cancellationToken);

        Assert.Empty(groups);
        Assert.Empty(newest);
        Assert.Equal(12, live.WindowsFolded);
    }
}
