using System.Runtime.InteropServices;
using NodaTime;

namespace Referrals.Kpis;

/// <summary>One pass over all facts, into a cell per group and window.</summary>
internal sealed class Fold
{
    internal readonly FactTable Table;
    internal readonly GroupNumbers Groups;
    internal readonly WindowIndex Windows;
    internal readonly KpiWindow[] Span;
    internal readonly int Channels;
    internal readonly int Touchpoints;
    internal readonly int Referral;
    internal readonly int[] ChannelOf;

    internal Fold(FactTable table, GroupNumbers groups, KpiWindow[] windows)
    {
        Table = table;
        Groups = groups;
        Span = windows;
        Windows = new WindowIndex(windows);
        Referral = table.ReferralChannel;
        Channels = table.Channels.Count;
        Touchpoints = table.Touchpoints.Count;
        ChannelOf = [.. table.TraitsInUse.Select(t => t.Channel)];
    }

    /// <summary>Folds every n-th shard on each of n cores; nothing is shared until the sums are added.</summary>
    internal FoldedTotals Run(int cores)
    {
        var state = cores == 1
            ? RunShards(0, 1)
            : ParallelEnumerable.Range(0, cores)
                .WithDegreeOfParallelism(cores)
                .WithExecutionMode(ParallelExecutionMode.ForceParallelism)
                .Select(core => RunShards(core, cores))
                .Aggregate((sum, part) =>
                {
                    sum.Add(part);
                    return sum;
                });
        return new FoldedTotals(this, state);
    }

    private FoldState RunShards(int first, int step)
    {
        var state = new FoldState(Groups.Count * Span.Length, Channels, Touchpoints);
        var people = Array.Empty<PersonState>();
        for (var shard = first; shard < FactTable.Shards; shard += step)
        {
            var part = Table.Parts[shard];
            if (people.Length < part.People)
            {
                people = new PersonState[part.People + (part.People / 8)];
            }

            Array.Clear(people, 0, part.People);
            new ShardFold(this, part, shard, state, people.AsSpan(0, part.People)).Run();
        }

        return state;
    }
}

/// <summary>What one core has folded so far. The states of several cores add up in any order.</summary>
internal sealed class FoldState
{
    internal FoldState(int cells, int channels, int touchpoints)
    {
        Cells = new Cell[cells];
        Cohorts = new CohortTotals[cells * channels];
        Costs = new long[cells * channels];
        ShareChannels = new FunnelCell[cells * channels];
        Touchpoints = new FunnelCell[cells * touchpoints];
    }

    internal Cell[] Cells { get; }

    /// <summary>One per cell and channel.</summary>
    internal CohortTotals[] Cohorts { get; }

    /// <summary>One per cell and channel.</summary>
    internal long[] Costs { get; }

    /// <summary>One per cell and channel.</summary>
    internal FunnelCell[] ShareChannels { get; }

    /// <summary>One per cell and touchpoint.</summary>
    internal FunnelCell[] Touchpoints { get; }

    internal List<(int Cell, long Time)> CycleTimes { get; } = [];

    internal List<(int Cell, long Time)> ConversionTimes { get; } = [];

    internal Dictionary<(int Cell, byte Kind, int Code), long> Happenings { get; } = [];

    internal void Add(FoldState other)
    {
        for (var i = 0; i < Cells.Length; i++)
        {
            Cells[i].Add(other.Cells[i]);
        }

        for (var i = 0; i < Costs.Length; i++)
        {
            Cohorts[i] += other.Cohorts[i];
            Costs[i] += other.Costs[i];
            ShareChannels[i].Add(other.ShareChannels[i]);
        }

        for (var i = 0; i < Touchpoints.Length; i++)
        {
            Touchpoints[i].Add(other.Touchpoints[i]);
        }

        CycleTimes.AddRange(other.CycleTimes);
        ConversionTimes.AddRange(other.ConversionTimes);
        foreach (var (key, count) in other.Happenings)
        {
            Happenings[key] = Happenings.GetValueOrDefault(key) + count;
        }
    }
}

/// <summary>Turns the sums of a fold into totals.</summary>
internal sealed class FoldedTotals
{
    private readonly Fold _fold;
    private readonly FoldState _state;
    private readonly Dictionary<int, DurationSample> _cycleTimes;
    private readonly Dictionary<int, DurationSample> _conversionTimes;
    private readonly ILookup<int, KeyValuePair<(int Cell, byte Kind, int Code), long>> _happenings;

    internal FoldedTotals(Fold fold, FoldState state)
    {
        _fold = fold;
        _state = state;
        _cycleTimes = Samples(state.CycleTimes);
        _conversionTimes = Samples(state.ConversionTimes);
        _happenings = state.Happenings.ToLookup(h => h.Key.Cell);
    }

    /// <summary>Adds the totals of each group, window by window, to its row.</summary>
    internal void WriteTo(List<KpiTotals>?[] rows)
    {
        for (var group = 0; group < rows.Length; group++)
        {
            var row = rows[group] ??= [];
            long eligible = 0, outstanding = 0;
            for (var window = 0; window < _fold.Span.Length; window++)
            {
                var cell = (group * _fold.Span.Length) + window;
                eligible += _state.Cells[cell].NewlyEligible;
                outstanding += _state.Cells[cell].NewlyOutstanding;
                row.Add(Totals(cell, window, eligible, outstanding));
            }
        }
    }

    private KpiTotals Totals(int index, int window, long eligible, long outstanding)
    {
        ref readonly var cell = ref _state.Cells[index];
        return new KpiTotals
        {
            Window = _fold.Span[window],
            Unit = _fold.Table.Unit,
            EligibleCustomers = eligible,
            ActiveAdvocates = cell.Advocates,
            Shares = cell.Shares,
            RawClicks = cell.RawClicks,
            UniqueClicks = cell.UniqueClicks,
            SignupsOfNewReferrers = cell.SignupsOfNewReferrers,
            Cohorts = ByChannel(_state.Cohorts, index),
            CostsMinor = ByChannel(_state.Costs, index),
            CycleTimes = _cycleTimes.GetValueOrDefault(index, DurationSample.Empty),
            ConversionTimes = _conversionTimes.GetValueOrDefault(index, DurationSample.Empty),
            Orders = cell.Orders,
            Buyers = cell.Buyers,
            SharingBuyers = cell.SharingBuyers,
            ActiveCustomers = cell.Active,
            GrossRevenueMinor = cell.Revenue,
            GrossMarginMinor = cell.Margin,
            Refunds = cell.Refunds,
            RefundedRevenueMinor = cell.RefundedRevenue,
            RefundedMarginMinor = cell.RefundedMargin,
            RewardsGrantedMinor = cell.Granted,
            RewardsReversedMinor = cell.Reversed,
            RewardsOutstandingMinor = outstanding,
            ReferralsCreated = cell.Created,
            ReferralsQualified = cell.Qualified,
            ShareChannels = Funnels(_state.ShareChannels, _fold.Table.Channels, index),
            Touchpoints = Funnels(_state.Touchpoints, _fold.Table.Touchpoints, index),
            Refusals = Counted(index, Happenings.Refused),
            Holds = Counted(index, Happenings.Held),
            Verdicts = Counted(index, Happenings.Verdict),
            Promoters = cell.Promoters,
            Passives = cell.Passives,
            Detractors = cell.Detractors,
            LeftOut = Counted(index, Happenings.LeftOut),
            CostsLeftOut = Counted(index, Happenings.CostLeftOut),
        };
    }

    private Dictionary<string, T> ByChannel<T>(T[] values, int cell)
        where T : struct, IEquatable<T>
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        for (var channel = 0; channel < _fold.Channels; channel++)
        {
            if (values[(cell * _fold.Channels) + channel] is var value && !value.Equals(default))
            {
                found.Add(_fold.Table.Channels[channel], value);
            }
        }

        return found;
    }

    private static Dictionary<string, ShareFunnel> Funnels(FunnelCell[] values, Names names, int cell)
    {
        var found = new Dictionary<string, ShareFunnel>(StringComparer.Ordinal);
        for (var name = 0; name < names.Count; name++)
        {
            if (values[(cell * names.Count) + name].Funnel is var funnel && funnel != default)
            {
                found.Add(names[name], funnel);
            }
        }

        return found;
    }

    private Dictionary<string, long> Counted(int cell, byte kind) => _happenings[cell]
        .Where(h => h.Key.Kind == kind)
        .ToDictionary(h => _fold.Table.Codes[h.Key.Code], h => h.Value, StringComparer.Ordinal);

    private static Dictionary<int, DurationSample> Samples(List<(int Cell, long Time)> times)
    {
        CollectionsMarshal.AsSpan(times).Sort((left, right) => left.Cell.CompareTo(right.Cell));
        var samples = new Dictionary<int, DurationSample>();
        for (int start = 0, end = 0; start < times.Count; start = end)
        {
            while (end < times.Count && times[end].Cell == times[start].Cell)
            {
                end++;
            }

            var sample = new long[end - start];
            for (var i = start; i < end; i++)
            {
                sample[i - start] = times[i].Time;
            }

            samples.Add(times[start].Cell, DurationSample.FromMicroseconds(sample));
        }

        return samples;
    }
}

/// <summary>Finds the window of an instant among windows in order that do not overlap.</summary>
internal sealed class WindowIndex
{
    internal const int Outside = -1;
    private const int MaxHints = 4096;

    private readonly long[] _starts;
    private readonly long[] _ends;

    // Steps of equal length from the first start to the last end, each with the first window that ends after the step begins:
    // for facts in no order of time, a look there and mostly no further step is faster than halving.
    private readonly int[] _hints;
    private readonly int _shift;
    private readonly long _first;
    private readonly long _last;

    internal WindowIndex(ReadOnlySpan<KpiWindow> windows)
    {
        _starts = new long[windows.Length];
        _ends = new long[windows.Length];
        for (var i = 0; i < windows.Length; i++)
        {
            _starts[i] = AtOrAfter(windows[i].From);
            _ends[i] = AtOrAfter(windows[i].To);
        }

        (_first, _last) = windows.IsEmpty ? (0, long.MinValue) : (_starts[0], _ends[^1]);
        while ((_last - _first) >> _shift >= MaxHints)
        {
            _shift++;
        }

        _hints = new int[windows.IsEmpty ? 0 : ((_last - _first) >> _shift) + 1];
        for (int i = 0, window = 0; i < _hints.Length; i++)
        {
            while (window < _ends.Length - 1 && _ends[window] <= _first + ((long)i << _shift))
            {
                window++;
            }

            _hints[i] = window;
        }
    }

    /// <summary>The whole microseconds since the Unix epoch, rounded down; facts hold nothing finer.</summary>
    internal static long Microseconds(Instant instant) => Math.DivRem(instant.ToUnixTimeTicks(), 10) is var (micros, rest) && rest < 0
        ? micros - 1
        : micros;

    /// <summary>The first window that ends after an instant; the number of windows if none does.</summary>
    internal int EndingAfter(long time)
    {
        if (time >= _last)
        {
            return _ends.Length;
        }

        var window = time < _first ? 0 : _hints[(time - _first) >> _shift];
        while (_ends[window] <= time)
        {
            window++;
        }

        return window;
    }

    internal bool Contains(int window, long time) => _starts[window] <= time && time < _ends[window];

    internal long End(int window) => _ends[window];

    /// <summary>The window that an instant lies in, or <see cref="Outside"/>, and the span of time that has the same answer.</summary>
    internal int Find(long time, out long from, out long to)
    {
        var next = EndingAfter(time);
        if (next < _ends.Length && _starts[next] <= time)
        {
            (from, to) = (_starts[next], _ends[next]);
            return next;
        }

        from = next == 0 ? long.MinValue : _ends[next - 1];
        to = next == _ends.Length ? long.MaxValue : _starts[next];
        return Outside;
    }

    private static long AtOrAfter(Instant instant)
    {
        var micros = Microseconds(instant);
        return Instant.FromUnixTimeTicks(micros * 10) < instant ? micros + 1 : micros;
    }
}
