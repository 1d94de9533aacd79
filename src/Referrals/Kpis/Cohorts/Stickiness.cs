namespace Referrals.Kpis.Cohorts;

/// <summary>How much of a month's audience is there on a day: daily over monthly active customers (DAU/MAU).</summary>
public static class Stickiness
{
    /// <summary>The mean number of customers active on a day / customers active in the whole window, 0 to 1.</summary>
    /// <remarks>Active is who signed up, shared or bought: <see cref="KpiTotals.ActiveCustomers"/>.</remarks>
    /// <param name="days">The totals of each day of the window.</param>
    /// <param name="window">The totals of the window, such as a month.</param>
    /// <exception cref="ArgumentException">The days do not adjoin, or do not make up the window.</exception>
    public static KpiMeasure Of(IReadOnlyList<KpiTotals> days, KpiTotals window)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(window);
        if (days.Count == 0
            || days[0].Window.From != window.Window.From
            || days[^1].Window.To != window.Window.To
            || days.Skip(1).Zip(days, (day, before) => day.Window.From != before.Window.To).Any(gap => gap))
        {
            throw new ArgumentException($"The days must adjoin and make up the window {window.Window}. Cut it with KpiPeriods.Days.", nameof(days));
        }

        return KpiMeasure.Quotient(
            (decimal)days.Sum(d => d.ActiveCustomers) / days.Count,
            window.ActiveCustomers,
            window.ActiveCustomers,
            "nobody signed up, shared or bought in the window");
    }
}
