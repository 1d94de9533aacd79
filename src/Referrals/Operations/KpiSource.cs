using NodaTime;
using Referrals.Kpis;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Operations;

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

/// <summary>What may be asked of an <see cref="IKpiSource"/>: for whoever implements one.</summary>
public static class KpiRequest
{
    /// <summary>Refuses what is no request for totals.</summary>
    /// <exception cref="ArgumentException">The partition or the unit is <c>default</c>, or the windows overlap or are out of order.</exception>
    public static void Check(Partition partition, Unit unit, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping)
    {
        ArgumentNullException.ThrowIfNull(grouping);
        KpiWindow.RequireOrder(windows);
        if (partition == default)
        {
            throw new ArgumentException("KPIs are asked of a partition that is not default.", nameof(partition));
        }

        if (unit.IsDefault)
        {
            throw new ArgumentException("KPIs take a unit that is not default, such as Unit.Money(\"USD\").", nameof(unit));
        }
    }
}

/// <summary>What became of a journal since a mark.</summary>
public sealed record JournalChanges
{
    /// <summary>The mark to hand back at the next call.</summary>
    public required JournalMark Mark { get; init; }

    /// <summary>
    /// Totals of windows that end at this instant or before it are as they were; later ones may have changed. <c>null</c> if none
    /// has; <see cref="Instant.MinValue"/> if all may have.
    /// </summary>
    public required Instant? From { get; init; }
}

/// <summary>How far a journal was followed: what <see cref="IKpiSource.ChangesAsync"/> gives, to be handed back at the next call.</summary>
/// <remarks>Only the source that made it can read it. It holds no facts, and stays small however long the journal is.</remarks>
public sealed record JournalMark
{
    /// <summary>Up to this position no fact can appear any more.</summary>
    public required long Settled { get; init; }

    /// <summary>The last position that was seen; it is settled once all of <see cref="Writers"/> have ended.</summary>
    public required long Reached { get; init; }

    /// <summary>The transactions that were writing when <see cref="Reached"/> was seen, by the database's names for them.</summary>
    public IReadOnlyList<string> Writers { get; init => field = value.ToValueList(); } = ValueList<string>.Empty;
}

/// <summary>Folds the journal of any store, by reading all of it for each answer.</summary>
public sealed class JournalKpis : IKpiSource
{
    private readonly IReferralStore _store;

    /// <summary>A source over a store.</summary>
    public JournalKpis(IReferralStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
    }

    /// <summary>The store's own way of folding, if it has one; else a reader of its journal.</summary>
    public static IKpiSource Of(IReferralStore store) => store as IKpiSource ?? new JournalKpis(store);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KpiGroup>> GroupsAsync(
        Partition partition, Unit unit, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping, CancellationToken cancellationToken)
    {
        KpiRequest.Check(partition, unit, windows, grouping);
        var table = new FactTable(unit);
        await foreach (var record in _store.ScanAsync(partition, RecordKind.Fact, ScanRange.All, cancellationToken).ConfigureAwait(false))
        {
            table.Append(partition, [FactRecord.Read(record.Content)]);
        }

        return table.Groups(windows, grouping);
    }

    /// <inheritdoc/>
    /// <remarks>It does not know how a store makes facts visible, so it says that everything may have changed.</remarks>
    public Task<JournalChanges> ChangesAsync(Partition partition, JournalMark? since, CancellationToken cancellationToken) =>
        Task.FromResult(new JournalChanges { Mark = new JournalMark { Settled = 0, Reached = 0 }, From = Instant.MinValue });
}
