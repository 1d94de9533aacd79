using Referrals.Storage;

namespace Referrals.Tests.Operations;

/// <summary>Cancels its user after so many commits.</summary>
internal sealed class EndingStore(IReferralStore store, int commits, CancellationTokenSource ended) : IReferralStore
{
    private int _commits;

    public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
        store.LoadAsync(partition, keys, cancellationToken);

    public async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        if (++_commits > commits)
        {
            await ended.CancelAsync();
        }

        return await store.CommitAsync(batch, cancellationToken);
    }

    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
        store.ScanAsync(partition, kind, range, cancellationToken);
}
