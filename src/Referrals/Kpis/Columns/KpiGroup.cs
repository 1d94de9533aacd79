namespace Referrals.Kpis.Columns;

/// <summary>The totals of one group in each of the windows that were asked for.</summary>
public sealed class KpiGroup
{
    internal KpiGroup(IReadOnlyList<string> key, IReadOnlyList<KpiTotals> totals)
    {
        Key = key;
        Totals = totals;
    }

    /// <summary>What the group has in common, in the order of the grouping; empty for everything in one group.</summary>
    public IReadOnlyList<string> Key { get; }

    /// <summary>The totals, one per window, in the order of the windows.</summary>
    public IReadOnlyList<KpiTotals> Totals { get; }

    /// <summary>A group that a store has folded.</summary>
    /// <param name="key">The parts of the key, in the order of the grouping.</param>
    /// <param name="totals">The totals, one per window, in the order of the windows.</param>
    public static KpiGroup Of(IEnumerable<string> key, IEnumerable<KpiTotals> totals)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(totals);
        return new KpiGroup([.. key], [.. totals]);
    }

    /// <summary>The key's parts with a slash between them.</summary>
    public override string ToString() => string.Join(" / ", Key);
}
