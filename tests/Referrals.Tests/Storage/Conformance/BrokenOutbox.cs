using Referrals.Storage;

namespace Referrals.Tests.Storage.Conformance;

/// <summary>A good store with an outbox, with one fault put in front of it.</summary>
internal class BrokenOutbox : BrokenStore, IOutboxStore
{
    public virtual ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(Partition partition, OutboxLease lease, CancellationToken cancellationToken) =>
        Good.LeaseAsync(partition, lease, cancellationToken);

    public virtual ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken) =>
        Good.SettleAsync(partition, message, settlement, cancellationToken);
}
