using Referrals.Storage;

namespace Referrals.Tests.Operations;

/// <summary>A store that somebody has laid hands on: each record is read as the function gives it, or not at all.</summary>
internal sealed class TamperedStore(IReferralStore store, Func<StoredRecord, StoredRecord?> tamper) : IReferralStore
{
    public async ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        var snapshot = await store.LoadAsync(partition, keys, cancellationToken);
        return Snapshot.Of(keys.Distinct().Select(snapshot.Find).OfType<StoredRecord>().Select(tamper).OfType<StoredRecord>());
    }

    public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) =>
        store.CommitAsync(batch, cancellationToken);

    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
        store.ScanAsync(partition, kind, range, cancellationToken).Select(tamper).OfType<StoredRecord>();
}
