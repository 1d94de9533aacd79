using Referrals.Storage;
using Referrals.Testing.Conformance;

namespace Referrals.Tests.Storage.Conformance;

/// <summary>Each fault, and a case that must notice it.</summary>
internal static class BrokenStores
{
    internal static readonly Dictionary<string, (Func<IStoreUnderTest> Make, string NoticedBy)> All = new(StringComparer.Ordinal)
    {
        ["checks no version"] = (One<NoVersionCheck>, "versions: A stale version is refused"),
        ["knows no event"] = (One<NoEvents>, "events: A repeated event gives the stored one and changes nothing"),
        ["adds without bounds"] = (One<NoBounds>, "counters: The maximum is reached and not passed"),
        ["has no transaction"] = (One<NoTransaction>, "atomicity: A failure at any place undoes all of the batch"),
        ["loses updates"] = (One<LostUpdates>, "concurrency: Unbounded additions never conflict and all count"),
        ["has no unique ledger key"] = (One<NoLedgerKey>, "insert: A ledger line is inserted only once"),
        ["ignores guards"] = (One<NoGuards>, "skew: Guards of versions let only one of two through"),
        ["reports one conflict"] = (One<OneConflict>, "atomicity: Every conflict is reported and nothing else"),
        ["folds case"] = (One<FoldedCase>, "keys: Ids that look alike are different"),
        ["mixes partitions"] = (One<MixedPartitions>, "partitions: The same keys live in each partition on their own"),
        ["shows no one else what it stored"] = (() => new PrivateStores(), "visibility: Another instance sees each commit at once"),
        ["ends a scan after a page"] = (One<ShortScan>, "scan: Many records come all and each once"),
        ["keeps the caller's buffer"] = (One<SharedBuffer>, "contents: The callers buffer may be used again"),
    };

    private static SharedStore One<TStore>()
        where TStore : IReferralStore, new() => new(new TStore());

    private sealed class NoVersionCheck : BrokenStore
    {
        public override ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) => CommitAsync(
            batch,
            async operation => operation.Kind == StoreOperationKind.Replace && await FindAsync(batch.Partition, operation.Key) is { } found
                ? StoreOperation.Replace(operation.Key, found.Version, operation.Content!)
                : operation,
            cancellationToken);
    }

    private sealed class NoEvents : BrokenStore
    {
        public override ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) => CommitAsync(
            batch,
            async operation => operation.Key.Kind == RecordKind.Event && await FindAsync(batch.Partition, operation.Key) is not null
                ? null
                : operation,
            cancellationToken);
    }

    private sealed class NoBounds : BrokenStore
    {
        public override ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) => CommitAsync(
            batch,
            operation => ValueTask.FromResult<StoreOperation?>(
                operation.Kind == StoreOperationKind.Add ? StoreOperation.Add(operation.Key, operation.Delta) : operation),
            cancellationToken);
    }

    private sealed class NoTransaction : BrokenStore
    {
        public override async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
        {
            foreach (var operation in batch.Operations)
            {
                var outcome = await Good.CommitAsync(CommitBatch.Of(batch.Partition, [operation]), cancellationToken);
                if (outcome.Status != CommitStatus.Committed)
                {
                    return outcome;
                }
            }

            return CommitOutcome.Committed;
        }
    }

    /// <summary>Reads the counter, thinks, and writes what it has computed.</summary>
    private sealed class LostUpdates : BrokenStore
    {
        public override ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) => CommitAsync(
            batch,
            async operation =>
            {
                if (operation.Kind != StoreOperationKind.Add || operation.Minimum != long.MinValue || operation.Maximum != long.MaxValue)
                {
                    return operation;
                }

                var read = (await FindAsync(batch.Partition, operation.Key))?.Number ?? 0;
                await Task.Delay(1, cancellationToken);
                var now = (await FindAsync(batch.Partition, operation.Key))?.Number ?? 0;
                return StoreOperation.Add(operation.Key, unchecked(read + operation.Delta - now));
            },
            cancellationToken);
    }

    private sealed class NoLedgerKey : BrokenStore
    {
        public override ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) => CommitAsync(
            batch,
            async operation => operation.Key.Kind == RecordKind.Ledger && await FindAsync(batch.Partition, operation.Key) is not null
                ? null
                : operation,
            cancellationToken);
    }

    private sealed class NoGuards : BrokenStore
    {
        public override ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) => CommitAsync(
            batch,
            operation => ValueTask.FromResult(operation.Kind == StoreOperationKind.Require ? null : operation),
            cancellationToken);
    }

    private sealed class OneConflict : BrokenStore
    {
        public override async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
        {
            var outcome = await base.CommitAsync(batch, cancellationToken);
            return outcome.Status == CommitStatus.Conflict ? CommitOutcome.Conflict(outcome.Conflicts.Take(1)) : outcome;
        }
    }

    private sealed class FoldedCase : BrokenStore
    {
        public override async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
        {
            foreach (var operation in batch.Operations.Where(one => one.Kind == StoreOperationKind.Insert))
            {
                await foreach (var record in Good.ScanAsync(batch.Partition, operation.Key.Kind, ScanRange.All, cancellationToken))
                {
                    if (string.Equals(record.Key.Id, operation.Key.Id, StringComparison.OrdinalIgnoreCase))
                    {
                        return CommitOutcome.Conflict([operation.Key]);
                    }
                }
            }

            return await base.CommitAsync(batch, cancellationToken);
        }
    }

    private sealed class MixedPartitions : BrokenStore
    {
        private static readonly Partition Only = Partition.Of(ProgramId.From("only"));

        public override ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
            base.LoadAsync(Only, keys, cancellationToken);

        public override ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) =>
            base.CommitAsync(CommitBatch.Of(Only, batch.Operations), cancellationToken);

        public override IAsyncEnumerable<StoredRecord> ScanAsync(
            Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
            base.ScanAsync(Only, kind, range, cancellationToken);
    }

    private sealed class PrivateStores : IStoreUnderTest
    {
        public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new OpenedStore(new InMemoryReferralStore()));
    }

    private sealed class ShortScan : BrokenStore
    {
        public override IAsyncEnumerable<StoredRecord> ScanAsync(
            Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
            base.ScanAsync(partition, kind, range.Take(Math.Min(range.Limit, 1000)), cancellationToken);
    }

    private sealed class SharedBuffer : BrokenStore
    {
        private readonly Dictionary<RecordKey, ReadOnlyMemory<byte>> _buffers = [];

        public override ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
        {
            lock (_buffers)
            {
                foreach (var operation in batch.Operations.Where(one => one.Content is not null))
                {
                    _buffers[operation.Key] = operation.Content!.Value;
                }
            }

            return base.CommitAsync(batch, cancellationToken);
        }

        public override async ValueTask<Snapshot> LoadAsync(
            Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
        {
            var snapshot = await base.LoadAsync(partition, keys, cancellationToken);
            lock (_buffers)
            {
                return Snapshot.Of(keys.Distinct().Select(snapshot.Find).OfType<StoredRecord>().Select(record =>
                    _buffers.TryGetValue(record.Key, out var buffer) ? record with { Content = record.Content with { Value = buffer } } : record));
            }
        }
    }
}
