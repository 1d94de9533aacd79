using NodaTime;
using Referrals.Kpis;
using Referrals.Kpis.Columns;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Reporting;

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
            table.Append(partition, [RecordJson.ReadFact(record.Content.Value)]);
        }

        return table.Groups(windows, grouping);
    }

    /// <inheritdoc/>
    /// <remarks>It does not know how a store makes facts visible, so it says that everything may have changed.</remarks>
    public Task<JournalChanges> ChangesAsync(Partition partition, JournalMark? since, CancellationToken cancellationToken) =>
        Task.FromResult(new JournalChanges { Mark = new JournalMark { Settled = 0, Reached = 0 }, From = Instant.MinValue });
}
