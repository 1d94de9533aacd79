using Referrals.Storage;

namespace Referrals.Tests.Operations;

/// <summary>A store whose journal gives its events in another order.</summary>
internal sealed class ReorderedEvents(IReferralStore store, int[] places) : IReferralStore
{
    public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
        store.LoadAsync(partition, keys, cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) =>
        store.CommitAsync(batch, cancellationToken);

    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken)
    {
        var records = store.ScanAsync(partition, kind, range, cancellationToken);
        return kind == RecordKind.Event ? ReorderAsync(records) : records;
    }

    private async IAsyncEnumerable<StoredRecord> ReorderAsync(IAsyncEnumerable<StoredRecord> records)
    {
        var all = await records.ToListAsync();
        foreach (var place in places)
        {
            yield return all[place];
        }
    }
}
