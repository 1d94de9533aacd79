namespace Referrals.Kpis;

public sealed partial class FactTable
{
    private const int WindowsPerFold = 64; // One bit each in a person's word.

    /// <summary>The totals of everything in one window.</summary>
    public KpiTotals Totals(KpiWindow window) => Totals([window])[0];

    /// <summary>The totals of everything in each of several windows.</summary>
    /// <inheritdoc cref="Groups"/>
    public IReadOnlyList<KpiTotals> Totals(IReadOnlyList<KpiWindow> windows) =>
        Groups(windows, KpiGrouping.Everything).SingleOrDefault()?.Totals ?? [.. windows.Select(w => KpiTotals.Zero(w, Unit))];

    /// <summary>The totals of each group in each window, in one pass over the facts. Groups without any fact are not listed.</summary>
    /// <param name="windows">Windows in order of time that do not overlap, such as the months of a year. Gaps are allowed.</param>
    /// <param name="grouping">What makes the groups.</param>
    /// <param name="cores">On how many cores to fold, from 1, the default. The result does not depend on it.</param>
    /// <returns>The groups in the ordinal order of their keys.</returns>
    /// <exception cref="ArgumentException">The windows overlap or are out of order.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cores"/> is less than 1.</exception>
    public IReadOnlyList<KpiGroup> Groups(IReadOnlyList<KpiWindow> windows, KpiGrouping grouping, int cores = 1)
    {
        Check(windows, grouping, cores);
        var groups = new GroupNumbers(this, grouping);
        var rows = new List<KpiTotals>[groups.Count];
        for (var first = 0; first < windows.Count; first += WindowsPerFold)
        {
            KpiWindow[] slice = [.. windows.Skip(first).Take(WindowsPerFold)];
            new Fold(this, groups, slice).Run(Math.Min(cores, Shards)).WriteTo(rows);
        }

        return
        [
            .. Enumerable.Range(0, groups.Count)
                .Where(g => rows[g] is { } totals && !totals.TrueForAll(t => t.Equals(KpiTotals.Zero(t.Window, Unit))))
                .Select(g => new KpiGroup(groups.Key(g), rows[g]))
                .OrderBy(g => g.Key, KeyOrder.Ordinal),
        ];
    }

    /// <summary>
    /// Counts and sums only, a row per group and window with any fact in it: no distinct people, no cohorts, and a fraction of
    /// the time that <see cref="Groups"/> takes. For live charts of large journals.
    /// </summary>
    /// <inheritdoc cref="Groups"/>
    public IReadOnlyList<KpiSums> Sums(IReadOnlyList<KpiWindow> windows, KpiGrouping grouping, int cores = 1)
    {
        Check(windows, grouping, cores);
        return new SumsFold(this, new GroupNumbers(this, grouping), [.. windows]).Run(Math.Min(cores, Shards));
    }

    private static void Check(IReadOnlyList<KpiWindow> windows, KpiGrouping grouping, int cores)
    {
        KpiWindow.RequireOrder(windows);
        ArgumentNullException.ThrowIfNull(grouping);
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
    }
}
