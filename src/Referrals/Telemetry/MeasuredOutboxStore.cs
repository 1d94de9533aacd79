using Referrals.Storage;

namespace Referrals.Telemetry;

/// <summary>Measures a store that keeps messages: how long leases and settlements take, how many messages went out and what became of them.</summary>
internal sealed class MeasuredOutboxStore(IReferralStore store, IOutboxStore outbox, TimeProvider time)
    : MeasuredReferralStore(store, time), IOutboxStore
{
    public async ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(
        Partition partition, OutboxLease lease, CancellationToken cancellationToken)
    {
        var messages = await MeasureAsync("lease", () => outbox.LeaseAsync(partition, lease, cancellationToken), static _ => null).ConfigureAwait(false);
        Count(messages.Count, "leased");
        return messages;
    }

    public async ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken)
    {
        var settled = await MeasureAsync(
            "settle", () => outbox.SettleAsync(partition, message, settlement, cancellationToken), settled => Outcome(settlement, settled)).ConfigureAwait(false);
        Count(1, Outcome(settlement, settled));
        return settled;
    }

    private static string Outcome(OutboxSettlement settlement, bool settled) => (settled, settlement) switch
    {
        (false, _) => "lost",
        (_, { IsDelivered: true }) => "delivered",
        (_, { RetryAt: not null }) => "postponed",
        _ => "set_aside",
    };

    private static void Count(int messages, string outcome)
    {
        if (messages > 0)
        {
            StoreInstruments.Messages.Add(messages, new KeyValuePair<string, object?>(ReferralsTelemetry.OutcomeTag, outcome));
        }
    }
}
