using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Referrals.Storage.InMemory;

/// <summary>
/// Keeps everything in memory: for tests, simulations and first steps. It keeps each promise of <see cref="IReferralStore"/>
/// but the one that no memory can keep: what it holds ends with the process.
/// </summary>
/// <remarks>Thread-safe. It is also the contract as code: read it when you write an adapter of your own.</remarks>
public sealed class InMemoryReferralStore : IReferralStore, IOutboxStore
{
    private const int PageSize = 512;

    private readonly ConcurrentDictionary<Partition, InMemoryPartition> _partitions = new();

    /// <inheritdoc/>
    public ValueTask<Snapshot> LoadAsync(
        Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Of(partition).Load(keys));
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Of(batch.Partition).Commit(batch));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        return Pages(Of(partition), kind, range, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(
        Partition partition, OutboxLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Of(partition).Lease(lease));
    }

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(settlement);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Of(partition).Settle(message, settlement));
    }

    private InMemoryPartition Of(Partition partition) => partition == default
        ? throw new ArgumentException("A store takes a partition that is not default.", nameof(partition))
        : _partitions.GetOrAdd(partition, static _ => new InMemoryPartition());

    private static async IAsyncEnumerable<StoredRecord> Pages(
        InMemoryPartition partition, RecordKind kind, ScanRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = range.Limit;
        StoredRecord? last = null;
        while (left > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = partition.Page(kind, range, last, Math.Min(left, PageSize));
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count == 0)
            {
                yield break;
            }

            left -= page.Count;
            last = page[^1];
            await Task.CompletedTask.ConfigureAwait(false);
        }
    }
}
