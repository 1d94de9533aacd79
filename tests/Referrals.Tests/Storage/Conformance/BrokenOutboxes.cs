using Referrals.Storage;
using Referrals.Testing.Conformance;

namespace Referrals.Tests.Storage.Conformance;

/// <summary>Each fault of an outbox, and a case that must notice it.</summary>
internal static class BrokenOutboxes
{
    internal static readonly Dictionary<string, (Func<IStoreUnderTest> Make, string NoticedBy)> All = new(StringComparer.Ordinal)
    {
        ["has no outbox"] = (One<PlainStore>, "leases: A message is not handed out before it is due"),
        ["leases without keeping others off"] = (One<NoLease>, "leases: A leased message is handed out again only after its lease"),
        ["looks and then leases"] = (One<LookThenLease>, "delivery races: No two leases at once give the same message"),
        ["hands out whole streams"] = (One<NoOrder>, "leases: Only the first message of a stream is handed out"),
        ["settles for whoever asks"] = (One<NoFence>, "leases: A lost lease settles nothing"),
        ["passes over what is to be tried again"] = (One<NoWait>, "leases: A message to be tried again holds up its stream"),
        ["loses what it sets aside"] = (One<NoDeadLetters>, "leases: A message set aside holds up nobody and stays"),
        ["writes messages after the commit"] = (One<NotTogether>, "messages: A refused batch leaves no message"),
        ["ignores the limit"] = (One<NoLimit>, "leases: The limit of a lease holds and the longest due come first"),
    };

    private static SharedStore One<TStore>()
        where TStore : IReferralStore, new() => new(new TStore());

    private sealed class NoLease : BrokenOutbox
    {
        public override async ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(Partition partition, OutboxLease lease, CancellationToken cancellationToken)
        {
            var leased = await base.LeaseAsync(partition, lease, cancellationToken);
            foreach (var message in leased)
            {
                await base.SettleAsync(partition, message, OutboxSettlement.Retry(lease.Now), cancellationToken);
            }

            return leased;
        }
    }

    private sealed class LookThenLease : BrokenOutbox
    {
        public override async ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(Partition partition, OutboxLease lease, CancellationToken cancellationToken)
        {
            var due = await ScanAsync(partition, RecordKind.Message, ScanRange.DueUntil(lease.Now).Take(lease.Limit), cancellationToken)
                .ToListAsync(cancellationToken);
            await Task.Delay(5, cancellationToken);
            await base.LeaseAsync(partition, lease, cancellationToken);
            return due;
        }
    }

    private sealed class NoOrder : BrokenOutbox
    {
        public override async ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(Partition partition, OutboxLease lease, CancellationToken cancellationToken)
        {
            await base.LeaseAsync(partition, lease, cancellationToken);
            return await ScanAsync(partition, RecordKind.Message, ScanRange.All, cancellationToken).ToListAsync(cancellationToken);
        }
    }

    private sealed class NoFence : BrokenOutbox
    {
        public override async ValueTask<bool> SettleAsync(
            Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken) =>
            await FindAsync(partition, message.Key) is { } found && await base.SettleAsync(partition, found, settlement, cancellationToken);
    }

    private sealed class NoWait : BrokenOutbox
    {
        public override ValueTask<bool> SettleAsync(
            Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken) =>
            base.SettleAsync(partition, message, settlement.RetryAt is null ? settlement : OutboxSettlement.SetAside, cancellationToken);
    }

    private sealed class NoDeadLetters : BrokenOutbox
    {
        public override ValueTask<bool> SettleAsync(
            Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken) =>
            base.SettleAsync(partition, message, settlement.RetryAt is null ? OutboxSettlement.Delivered : settlement, cancellationToken);
    }

    private sealed class NotTogether : BrokenOutbox
    {
        public override async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
        {
            foreach (var message in batch.Operations.Where(one => one.Key.Kind == RecordKind.Message))
            {
                await base.CommitAsync(CommitBatch.Of(batch.Partition, [message]), cancellationToken);
            }

            return await CommitAsync(
                batch,
                operation => ValueTask.FromResult<StoreOperation?>(operation.Key.Kind == RecordKind.Message ? null : operation),
                cancellationToken);
        }
    }

    private sealed class NoLimit : BrokenOutbox
    {
        public override ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(Partition partition, OutboxLease lease, CancellationToken cancellationToken) =>
            base.LeaseAsync(partition, OutboxLease.Of(lease.Now, lease.Until - lease.Now, int.MaxValue), cancellationToken);
    }
}
