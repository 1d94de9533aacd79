using System.Numerics;
using Referrals.Kpis.Columns;

namespace Referrals.Kpis.Cohorts;

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
                    _ = bought is null ? 0 : bought[by[i]] |= 1UL << age;
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
