using Referrals.Kpis;
using Referrals.Kpis.Columns;

namespace Referrals.Reporting;

/// <summary>
/// Folds the stored journal of a program into totals. An optional ability of a store: one over a database lets the database
/// group, so that facts never travel; for any other store <see cref="JournalKpis"/> reads the journal.
/// </summary>
public interface IKpiSource
{
    /// <summary>The totals of each group in each window, exactly as <see cref="FactTable.Groups"/> gives them for the same journal.</summary>
    /// <param name="partition">The program.</param>
    /// <param name="unit">The unit of all money.</param>
    /// <param name="windows">Windows in order of time that do not overlap, such as the months of a year. Gaps are allowed.</param>
    /// <param name="grouping">What makes the groups.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The groups with any fact, in the ordinal order of their keys.</returns>
    /// <exception cref="ArgumentException">The partition or the unit is <c>default</c>, or the windows overlap or are out of order.</exception>
    Task<IReadOnlyList<KpiGroup>> GroupsAsync(
        Partition partition, Unit unit, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping, CancellationToken cancellationToken);

    /// <summary>
    /// From when on totals may have changed since a mark; for <see cref="LiveTotals"/>. Whatever a call of <see cref="GroupsAsync"/> made
    /// after this one does not see is reported by a later call with the mark that this one gives, late facts and
    /// transactions that end late included. What was reported once may be reported again.
    /// </summary>
    /// <param name="partition">The program.</param>
    /// <param name="since">The mark of the call before; <c>null</c> at the first, which reports everything.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ArgumentException">The partition is <c>default</c>.</exception>
    /// <exception cref="InvalidOperationException">The source reads inside a transaction, or from a copy of the database.</exception>
    Task<JournalChanges> ChangesAsync(Partition partition, JournalMark? since, CancellationToken cancellationToken);
}
