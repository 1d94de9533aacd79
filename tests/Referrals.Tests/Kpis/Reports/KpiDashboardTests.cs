using System.Globalization;
using System.Xml.Linq;
using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Reports;

public sealed class KpiDashboardTests
{
    private static readonly FactTable Shop = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd);

    [Fact]
    public void Year_of_the_shop_reads_as_approved() => Approvals.Verify(Draw(Shop));

    [Fact]
    public void Nothing_is_loaded_and_nothing_runs()
    {
        var html = Draw(Shop);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Charts_are_well_formed()
    {
        var charts = Draw(Shop).Split("<svg").Skip(1).Select(part => "<svg" + part[..(part.IndexOf("</svg>", StringComparison.Ordinal) + 6)]).ToList();

        Assert.Equal(5, charts.Count);
        Assert.All(charts, chart => Assert.Equal("svg", XElement.Parse(chart).Name.LocalName));
        Assert.All(charts, chart => Assert.DoesNotContain("NaN", chart, StringComparison.Ordinal));
    }

    [Fact]
    public void Journal_without_facts_makes_a_report_that_says_so()
    {
        var html = Draw(FactTable.Read([], KpiVectors.Usd));

        Assert.Contains("No referred customer purchased in this window.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_outside_are_escaped()
    {
        var html = KpiDashboard.ToHtml(Shop, new LocalDate(2025, 1, 1), 12, DateTimeZone.Utc, "<b>Shop & Co</b>", _ => "<script>");

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Shop &amp; Co&lt;/b&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Culture_of_the_process_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var expected = Draw(Shop);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.Equal(expected, Draw(Shop));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Draw(FactTable table) =>
        KpiDashboard.ToHtml(table, new LocalDate(2025, 1, 1), 12, DateTimeZone.Utc, "Referral program of the shop, 2025");
}
