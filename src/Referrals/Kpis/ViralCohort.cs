using NodaTime;

namespace Referrals.Kpis;

/// <summary>
/// How many customers the sign-ups of one window brought within a horizon of their own sign-up: K by cohort, which compares
/// old and young cohorts fairly, as <c>K_measured_signups</c> does not.
/// </summary>
public sealed class ViralCohort
{
    private ViralCohort(KpiWindow window, bool isMature, long customers, DurationSample cycleTimes)
    {
        Window = window;
        IsMature = isMature;
        Customers = customers;
        CycleTimes = cycleTimes;
    }

    /// <summary>When they signed up.</summary>
    public KpiWindow Window { get; }

    /// <summary>Whether all of them had the whole horizon to refer. The K of a cohort that had not is too low.</summary>
    public bool IsMature { get; }

    /// <summary>How many they are.</summary>
    public long Customers { get; }

    /// <summary>How many customers they brought within the horizon.</summary>
    public long Brought => CycleTimes.Count;

    /// <summary>From the referrer's sign-up to the referee's, over the customers brought.</summary>
    public DurationSample CycleTimes { get; }

    /// <summary>Brought / customers; <c>null</c> for a cohort of nobody.</summary>
    public decimal? K => Customers == 0 ? null : (decimal)Brought / Customers;

    /// <summary>The cohorts of several windows.</summary>
    /// <param name="table">The journal in columns.</param>
    /// <param name="windows">Windows in order that do not overlap.</param>
    /// <param name="horizon">How long after their sign-up the customers are followed.</param>
    /// <param name="asOf">Up to when the journal is complete; what is later does not count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not positive.</exception>
    public static IReadOnlyList<ViralCohort> Of(
        FactTable table, IReadOnlyList<KpiWindow> windows, Duration horizon, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(horizon, Duration.Zero);
        var index = new WindowIndex([.. windows]);
        var customers = new long[windows.Count];
        var times = windows.Select(_ => new List<long>()).ToArray();
        var (limit, end) = ((long)(horizon.TotalTicks / 10), WindowIndex.Microseconds(asOf));
        foreach (var part in table.Parts)
        {
            for (var person = 0; person < part.People; person++)
            {
                var at = part.SignedUpAt[person];
                if (at < end && index.Find(at, out _, out _) is >= 0 and var own)
                {
                    customers[own]++;
                }

                if (at < end && Referrer(table, part, person) is { } before
                    && at - before is >= 0 and var cycle && cycle < limit
                    && index.Find(before, out _, out _) is >= 0 and var cohort)
                {
                    times[cohort].Add(cycle);
                }
            }
        }

        return
        [
            .. windows.Select((w, i) => new ViralCohort(
                w, w.To + horizon <= asOf, customers[i], DurationSample.FromMicroseconds([.. times[i]]))),
        ];
    }

    /// <summary>When the referrer of a person signed up, if both are known.</summary>
    private static long? Referrer(FactTable table, Shard part, int person) =>
        part.Referrer[person] is var referrer && referrer != Shard.Nobody
        && table.SignedUpAt(referrer) is var at && at != Shard.Never
            ? at
            : null;
}

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
