using NodaTime;
using Referrals.Kpis.Cohorts;
using Referrals.Kpis.Columns;
using Referrals.Kpis.Leaderboards;
using Referrals.Kpis.Reports.Pages;
using Referrals.Kpis.Reports.Pages.Charts;

namespace Referrals.Kpis.Reports;

/// <summary>A report as one HTML file: key figures, funnel, K over time, cohorts, leaderboard, breakdowns, every definition.</summary>
/// <remarks>
/// The charts are inline SVG. The file loads nothing and runs no script, so it can be mailed and archived; it follows the
/// reader's light or dark theme and prints well.
/// </remarks>
public static class KpiDashboard
{
    private const int Leaders = 10;
    private const int HorizonDays = 30;

    /// <summary>The report of a number of months.</summary>
    /// <param name="table">The journal in columns, of one program.</param>
    /// <param name="firstMonth">Any date in the first month.</param>
    /// <param name="months">How many months, 1 to 36.</param>
    /// <param name="zone">Whose midnights are the borders.</param>
    /// <param name="title">The heading, such as the program's name.</param>
    /// <param name="nameOf">How to write a referrer on the leaderboard; the id if it is not given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="months"/> is outside its limits.</exception>
    public static string ToHtml(
        FactTable table, LocalDate firstMonth, int months, DateTimeZone zone, string title, Func<CustomerId, string>? nameOf = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, 36);
        var periods = KpiPeriods.Months(firstMonth, months, zone);
        var window = KpiWindow.Of(periods[0].From, periods[^1].To);
        var report = KpiReport.Of(table.Totals(window));
        var labels = periods.Select(p => PageText.Month(p.From.InZone(zone).Date)).ToList();
        var leaders = Leaderboard.Of(table, window, LeaderboardMetric.ReferredPurchasers).Entries.Take(Leaders).ToList();
        var viral = ViralCohort.Of(table, periods, Duration.FromDays(HorizonDays), window.To);
        return new Page(title, $"{labels[0]} to {labels[^1]}, months of {zone.Id}, money in {table.Unit}")
            .Tiles(KeyFigures.Of(report))
            .Section("From share to purchase", "All shares and clicks of the window, and its referred sign-ups.", FunnelChart.Draw(report.Totals))
            .Section(
                "New customers by month",
                "Sign-ups, those by referral at the bottom.",
                ColumnsChart.Draw(labels, [.. table.Totals(periods).Select(t => (t.Referred.Customers, t.Nonreferred.Customers))]))
            .Section(
                "K by cohort",
                $"Customers brought within {HorizonDays} days of one's own sign-up, per sign-up. Hollow: not everybody had the {HorizonDays} days yet.",
                LineChart.Draw(labels, [.. viral.Select(v => (v.K, v.IsMature))]))
            .Section(
                "Who keeps buying",
                "Of the customers who signed up in a month, those with a sale so many calendar months later.",
                HeatMap.Draw(labels, RetentionTable.ByPeriod(table, periods).Cohorts))
            .Section(
                "Best referrers",
                "By referred customers who purchased; equal scores share a rank.",
                LeadersChart.Draw([.. leaders.Select(e => (e.Rank, nameOf?.Invoke(e.Customer) ?? e.Customer.Value, e.Score))]))
            .Section("By segment", "Customers by the segment of their sign-up.", Breakdown.Segments(table, window))
            .Wide("By channel", "Customers by how they were acquired, against what the channel cost.", Breakdown.Channels(table, window))
            .Wide("Every number, and what it means", "Windows are half-open; ratios without a denominator have no value.", KpiList.Draw(report))
            .ToString();
    }
}
