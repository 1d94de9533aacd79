using Referrals.Storage;

namespace Referrals.Telemetry;

/// <summary>Measures a store that keeps messages. Leases and settlements are not among the measured operations.</summary>
internal sealed class MeasuredOutboxStore(IReferralStore store, IOutboxStore outbox, TimeProvider time)
    : MeasuredReferralStore(store, time), IOutboxStore
{
    public ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(
        Partition partition, OutboxLease lease, CancellationToken cancellationToken) =>
        outbox.LeaseAsync(partition, lease, cancellationToken);

    public ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken) =>
        outbox.SettleAsync(partition, message, settlement, cancellationToken);
}
