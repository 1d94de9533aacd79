using Referrals.Storage;

namespace Referrals.Tests.Operations;

/// <summary>Lets something happen once, after the first decision was made and before it is stored.</summary>
internal sealed class BetweenStore(IReferralStore store, Func<Task> between) : IReferralStore
{
    private bool _happened;

    public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
        store.LoadAsync(partition, keys, cancellationToken);

    public async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        if (!_happened)
        {
            _happened = true;
            await between();
        }

        return await store.CommitAsync(batch, cancellationToken);
    }

    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
        store.ScanAsync(partition, kind, range, cancellationToken);
}
