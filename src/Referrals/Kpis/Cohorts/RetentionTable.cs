using NodaTime;
using Referrals.Kpis.Columns;

namespace Referrals.Kpis.Cohorts;

/// <summary>Who still buys: cohorts of sign-ups against their age.</summary>
/// <example><code>
/// var months = KpiPeriods.Months(new LocalDate(2025, 1, 1), 12, DateTimeZone.Utc);
/// var retention = RetentionTable.ByPeriod(table, months);
/// </code></example>
public sealed class RetentionTable
{
    private const int MaxAges = 64;

    private RetentionTable(RetentionVariant variant, IReadOnlyList<RetentionCohort> cohorts)
    {
        Variant = variant;
        Cohorts = cohorts;
    }

    /// <summary>What counts as retained.</summary>
    public RetentionVariant Variant { get; }

    /// <summary>The cohorts in order of time.</summary>
    public IReadOnlyList<RetentionCohort> Cohorts { get; }

    /// <summary>Retention by calendar period: the periods are both the cohorts and the ages.</summary>
    /// <param name="table">The journal in columns.</param>
    /// <param name="periods">At most 64 complete periods, each beginning where the one before ends.</param>
    /// <param name="rolling">Whether a sale in a later period counts as well.</param>
    /// <param name="channel">Only customers acquired through this channel; <c>default</c> for all.</param>
    /// <exception cref="ArgumentException">The periods do not adjoin, or are more than 64.</exception>
    public static RetentionTable ByPeriod(
        FactTable table, IReadOnlyList<KpiWindow> periods, bool rolling = false, Channel channel = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(periods);
        if (periods.Count > MaxAges || periods.Skip(1).Zip(periods, (next, period) => next.From != period.To).Any(gap => gap))
        {
            throw new ArgumentException("Retention takes at most 64 periods, each beginning where the one before ends.", nameof(periods));
        }

        var fold = new RetentionFold(table, periods, channel, MaxAges, static (cohort, window, _) => window - cohort);
        return new RetentionTable(
            rolling ? RetentionVariant.Rolling : RetentionVariant.Calendar,
            [.. periods.Select((period, c) => fold.Cohort(c, period, ages: periods.Count - c, rolling))]);
    }

    /// <summary>Retention by elapsed time since each customer's own sign-up.</summary>
    /// <param name="table">The journal in columns.</param>
    /// <param name="cohorts">When the customers of each cohort signed up, in order and without overlap.</param>
    /// <param name="step">The length of an age, such as 30 days.</param>
    /// <param name="ages">How many ages to follow them, 1 to 64.</param>
    /// <param name="asOf">Up to when the journal is complete; ages that somebody has not completed by then are not listed.</param>
    /// <param name="channel">Only customers acquired through this channel; <c>default</c> for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is not positive, or the ages are outside their limits.</exception>
    public static RetentionTable ByElapsedTime(
        FactTable table, IReadOnlyList<KpiWindow> cohorts, Duration step, int ages, Instant asOf, Channel channel = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(cohorts);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, Duration.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(ages, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ages, MaxAges);
        var micros = (long)(step.TotalTicks / 10);
        var fold = new RetentionFold(table, cohorts, channel, ages, (_, _, since) => (int)Math.Min(since / micros, MaxAges));
        return new RetentionTable(
            RetentionVariant.Elapsed,
            [.. cohorts.Select((window, c) => fold.Cohort(c, window, Completed(window), rolling: false))]);

        int Completed(KpiWindow window) => (int)Math.Clamp(Math.Floor((asOf - window.To) / step), 0, ages);
    }
}
