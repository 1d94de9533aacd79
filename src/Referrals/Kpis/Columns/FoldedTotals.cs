using System.Runtime.InteropServices;

namespace Referrals.Kpis.Columns;

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
