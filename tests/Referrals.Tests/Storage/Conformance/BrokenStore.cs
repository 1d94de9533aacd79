using Referrals.Storage;

namespace Referrals.Tests.Storage.Conformance;

/// <summary>A good store with one fault put in front of it: the faults that adapters have in real life.</summary>
internal class BrokenStore : IReferralStore
{
    protected InMemoryReferralStore Good { get; } = new();

    public virtual ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
        Good.LoadAsync(partition, keys, cancellationToken);

    public virtual ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) =>
        Good.CommitAsync(batch, cancellationToken);

    public virtual IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
        Good.ScanAsync(partition, kind, range, cancellationToken);

    /// <summary>Commits the batch with its operations changed; a batch that loses all of them counts as committed.</summary>
    protected async ValueTask<CommitOutcome> CommitAsync(
        CommitBatch batch, Func<StoreOperation, ValueTask<StoreOperation?>> change, CancellationToken cancellationToken)
    {
        var operations = new List<StoreOperation>();
        foreach (var operation in batch.Operations)
        {
            if (await change(operation) is { } changed)
            {
                operations.Add(changed);
            }
        }

        return operations.Count == 0
            ? CommitOutcome.Committed
            : await Good.CommitAsync(CommitBatch.Of(batch.Partition, operations), cancellationToken);
    }

    protected async ValueTask<StoredRecord?> FindAsync(Partition partition, RecordKey key) =>
        (await Good.LoadAsync(partition, [key], CancellationToken.None)).Find(key);
}
