using NodaTime;
using Referrals.Kpis;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Kpis.Reports;

/// <summary>The parts of a report that pages of an application are made of.</summary>
public sealed class KpiChartsTests
{
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly CustomerId Ben = CustomerId.From("ben");

    [Fact]
    public async Task Totals_of_several_windows_are_those_of_each()
    {
        var engine = Engine();
        _ = await engine.SignUpAsync(SignUp.Of(Ann).At(Instant.FromUtc(2026, 2, 20, 9, 0)));
        _ = await engine.SignUpAsync(SignUp.Of(Ben).At(Instant.FromUtc(2026, 3, 1, 9, 0)));
        var months = KpiPeriods.Months(new LocalDate(2026, 1, 1), 3, DateTimeZone.Utc);
        var euro = Unit.Money("EUR");

        var totals = await engine.Reports.ComputeTotalsAsync(months, euro);

        Assert.Equal([0, 1, 1], totals.Select(static one => one.Cohorts.Values.Sum(static cohort => cohort.Customers)));
        foreach (var (month, total) in months.Zip(totals))
        {
            Assert.Equal((await engine.Reports.ComputeKpisAsync(month, euro)).Totals, total);
        }

        Assert.Equal(2, (await Engine().Reports.ComputeTotalsAsync([months[0], months[2]], euro)).Count);
    }

    [Fact]
    public void Charts_of_the_report_come_one_at_a_time()
    {
        var (labels, totals) = (new[] { "Jan <1>" }, new[] { KpiTotals.Zero(KpiWindow.Of(Instant.MinValue, Instant.MaxValue), Unit.Money("EUR")) });

        Assert.Contains("Jan &lt;1&gt;", KpiCharts.NewCustomers(labels, totals), StringComparison.Ordinal);
        Assert.StartsWith("<svg viewBox=", KpiCharts.Funnel(totals[0]), StringComparison.Ordinal);
        Assert.DoesNotContain("style=", KpiCharts.Funnel(totals[0]), StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => KpiCharts.NewCustomers([], totals));
    }

    private static ReferralEngine Engine() => new(
        new InMemoryReferralStore(),
        new ReferralsOptions().AddProgram(ReferralProgram.Create("spring", p => p.Qualify(q => q.On("purchase")).RewardReferrer(r => r.Flat(10, "EUR")))),
        new FakeClock(Instant.FromUtc(2026, 3, 2, 9, 0)));
}
