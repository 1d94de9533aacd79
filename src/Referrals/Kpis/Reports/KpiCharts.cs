namespace Referrals.Kpis;

/// <summary>The charts of <see cref="KpiDashboard"/>, one at a time, for pages of an application.</summary>
/// <remarks>
/// Each is an inline SVG of 540 units width with a label for screen readers. It has no style of its own, so that a strict policy of
/// content security lets it through: the page's style sheet gives colours to the classes <c>bar</c>, <c>rest</c>, <c>axis</c>, <c>trend</c>,
/// <c>fade</c> and <c>open</c>, and sizes to the texts, whose classes are <c>soft</c>, <c>strong</c>, <c>small</c>, <c>end</c>, <c>mid</c> and <c>name</c>.
/// </remarks>
public static class KpiCharts
{
    /// <summary>Bars from shares to purchasers, with the ratio of each step.</summary>
    /// <param name="totals">The totals of the window.</param>
    public static string Funnel(KpiTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return FunnelChart.Draw(totals);
    }

    /// <summary>New customers in columns, those by referral at the bottom.</summary>
    /// <param name="labels">The name of each window, such as <c>Mar 26</c>; shown where there is room.</param>
    /// <param name="totals">The totals of each window.</param>
    /// <exception cref="ArgumentException">There is no window, or not one label for each.</exception>
    public static string NewCustomers(IReadOnlyList<string> labels, IReadOnlyList<KpiTotals> totals)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(totals);
        return labels.Count == totals.Count && totals.Count > 0
            ? ColumnsChart.Draw(labels, [.. totals.Select(static one => (one.Referred.Customers, one.Nonreferred.Customers))], "New customers")
            : throw new ArgumentException($"{totals.Count} windows and {labels.Count} labels: give one window or more, and a label for each.", nameof(labels));
    }

    /// <summary>The best referrers as bars; a sentence where nobody has a score.</summary>
    /// <param name="board">The leaderboard.</param>
    /// <param name="top">How many to show, 1 or more.</param>
    /// <param name="nameOf">How to write a referrer; <c>null</c> for the id. What is longer than 18 characters is cut.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is below 1.</exception>
    public static string Leaders(Leaderboard board, int top, Func<CustomerId, string>? nameOf = null)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        return LeadersChart.Draw(
            [.. board.Entries.Take(top).Select(entry => (entry.Rank, nameOf?.Invoke(entry.Customer) ?? entry.Customer.Value, entry.Score))]);
    }
}
