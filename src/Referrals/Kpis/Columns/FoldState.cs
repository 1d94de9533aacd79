namespace Referrals.Kpis.Columns;

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
