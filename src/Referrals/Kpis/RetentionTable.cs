using System.Numerics;
using NodaTime;

namespace Referrals.Kpis;

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

/// <summary>The customers who signed up in one window, by age.</summary>
public sealed class RetentionCohort
{
    internal RetentionCohort(KpiWindow window, long customers, IReadOnlyList<RetentionCell> ages)
    {
        Window = window;
        Customers = customers;
        Ages = ages;
    }

    /// <summary>When they signed up.</summary>
    public KpiWindow Window { get; }

    /// <summary>How many they are.</summary>
    public long Customers { get; }

    /// <summary>The ages that every one of them has completed, from 0; younger ones would count people as lost too early.</summary>
    public IReadOnlyList<RetentionCell> Ages { get; }
}

/// <summary>What became of a cohort at one age.</summary>
public sealed record RetentionCell
{
    internal RetentionCell(int age, long customers, long retained, decimal margin)
    {
        Age = age;
        Customers = customers;
        Retained = retained;
        Margin = margin;
    }

    /// <summary>The number of periods or steps since the sign-up; 0 is that of the sign-up itself.</summary>
    public int Age { get; }

    /// <summary>The size of the cohort, whatever its age.</summary>
    public long Customers { get; }

    /// <summary>Those of them who are retained.</summary>
    public long Retained { get; }

    /// <summary>The net margin that the cohort brought at that age, in whole units of the table's currency.</summary>
    public decimal Margin { get; }

    /// <summary>Retained / customers; <c>null</c> for a cohort of nobody.</summary>
    public decimal? Retention => Customers == 0 ? null : (decimal)Retained / Customers;

    /// <summary>1 - retention; <c>null</c> for a cohort of nobody.</summary>
    public decimal? Churn => 1 - Retention;

    /// <summary>The 95 % interval of the retention by Wilson; <c>null</c> for a cohort of nobody.</summary>
    public KpiInterval? Interval => Wilson.Interval95(Retained, Customers) is var (low, high) ? KpiInterval.Of(low, high) : null;
}

/// <summary>When a customer counts as retained. The same customers give very different rates, so a rate names its variant.</summary>
public enum RetentionVariant
{
    /// <summary>A sale in the calendar period that is so many periods after that of the sign-up.</summary>
    Calendar = 0,

    /// <summary>A sale in that calendar period or in any later one.</summary>
    Rolling = 1,

    /// <summary>A sale so many steps of elapsed time after the customer's own sign-up, such as in days 30 to 59 (n-day retention).</summary>
    Elapsed = 2,
}

/// <summary>One pass over sales and refunds into a bit per customer and age, and a margin per cohort and age.</summary>
internal sealed class RetentionFold
{
    private readonly FactTable _table;
    private readonly WindowIndex _windows;
    private readonly Func<int, int, long, int> _ageOf;
    private readonly int _ages;
    private readonly string? _channel;
    private readonly long[] _customers;
    private readonly long[,] _retained;
    private readonly long[,] _retainedOrLater;
    private readonly long[,] _margins;

    /// <param name="table">The journal.</param>
    /// <param name="cohorts">The windows of the sign-ups.</param>
    /// <param name="channel">Only customers of this channel, unless <c>default</c>.</param>
    /// <param name="ages">How many ages at most.</param>
    /// <param name="ageOf">The age of a sale, from the cohort, the window of the sale, and the time since the sign-up.</param>
    internal RetentionFold(
        FactTable table, IReadOnlyList<KpiWindow> cohorts, Channel channel, int ages, Func<int, int, long, int> ageOf)
    {
        _table = table;
        _windows = new WindowIndex([.. cohorts]);
        _channel = channel.IsDefault ? null : channel.Value;
        _ages = ages;
        _ageOf = ageOf;
        _customers = new long[cohorts.Count];
        _retained = new long[cohorts.Count, ages];
        _retainedOrLater = new long[cohorts.Count, ages];
        _margins = new long[cohorts.Count, ages];
        foreach (var part in table.Parts)
        {
            Add(part);
        }
    }

    internal RetentionCohort Cohort(int cohort, KpiWindow window, int ages, bool rolling)
    {
        var retained = rolling ? _retainedOrLater : _retained;
        return new RetentionCohort(
            window,
            _customers[cohort],
            [
                .. Enumerable.Range(0, ages).Select(age => new RetentionCell(
                    age,
                    _customers[cohort],
                    retained[cohort, age],
                    Amount.FromMinorUnits(_margins[cohort, age], _table.Unit).Value)),
            ]);
    }

    private void Add(Shard part)
    {
        var cohorts = new int[part.People];
        var bought = new ulong[part.People];
        for (var person = 0; person < part.People; person++)
        {
            var inChannel = _channel is null || _table.Channels[_table.TraitsInUse[part.Traits[person]].Channel] == _channel;
            var at = part.SignedUpAt[person];
            cohorts[person] = at == Shard.Never || !inChannel ? WindowIndex.Outside : _windows.Find(at, out _, out _);
        }

        Add(part, part.Sales, cohorts, bought, sign: 1);
        Add(part, part.Refunds, cohorts, bought: null, sign: -1);
        for (var person = 0; person < part.People; person++)
        {
            if (cohorts[person] != WindowIndex.Outside)
            {
                Count(cohorts[person], bought[person]);
            }
        }
    }

    private void Add(Shard part, Payments payments, int[] cohorts, ulong[]? bought, int sign)
    {
        for (var chunk = 0; chunk < payments.Times.Chunks; chunk++)
        {
            var times = payments.Times.Chunk(chunk);
            var by = payments.By.Chunk(chunk);
            var margins = payments.Margin.Chunk(chunk);
            var counts = payments.Count.Chunk(chunk);
            for (var i = 0; i < times.Length; i++)
            {
                var cohort = cohorts[by[i]];
                var since = cohort == WindowIndex.Outside ? -1 : times[i] - part.SignedUpAt[by[i]];
                if (since < 0)
                {
                    continue;
                }

                var age = _ageOf(cohort, _windows.EndingAfter(times[i]), since);
                if (age < _ages)
                {
                    _margins[cohort, age] += sign * margins[i];
                    _ = bought is null || counts[i] <= 0 ? 0 : bought[by[i]] |= 1UL << age;
                }
            }
        }
    }

    private void Count(int cohort, ulong bought)
    {
        _customers[cohort]++;
        for (var bits = bought; bits != 0; bits &= bits - 1)
        {
            _retained[cohort, BitOperations.TrailingZeroCount(bits)]++;
        }

        var last = bought == 0 ? -1 : BitOperations.Log2(bought);
        for (var age = 0; age <= last; age++)
        {
            _retainedOrLater[cohort, age]++;
        }
    }
}
