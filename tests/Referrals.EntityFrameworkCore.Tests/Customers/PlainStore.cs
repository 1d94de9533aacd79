using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.Customers;

/// <summary>A store without any further ability: what concerns a customer is then picked out of the whole partition.</summary>
internal sealed class PlainStore(IReferralStore store) : IReferralStore
{
    public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
        store.LoadAsync(partition, keys, cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) => store.CommitAsync(batch, cancellationToken);

    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
        store.ScanAsync(partition, kind, range, cancellationToken);
}
