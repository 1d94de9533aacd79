using NodaTime;
using Referrals.Storage;

namespace Referrals.Testing.Conformance.Probing;

/// <summary>Short ways to work with messages.</summary>
internal static class OutboxProbe
{
    internal static readonly Duration LeaseTime = Duration.FromMinutes(1);

    internal static RecordKey Key(string id) => RecordKey.Of(RecordKind.Message, id);

    internal static StoreOperation Message(string id, string stream, int minute = 0) => StoreOperation.Insert(
        Key(id), Sample.Text(id) with { Stream = stream, DueAt = Minute(minute) });

    internal static Instant Minute(int minute) => Sample.Noon + Duration.FromMinutes(minute);

    internal static IOutboxStore Outbox(this IReferralStore store) => store as IOutboxStore ?? throw new StoreConformanceException(
        $"{store.GetType().Name} must implement IOutboxStore; it does not.");

    /// <summary>Inserts messages, each with a commit of its own, in this order.</summary>
    internal static async Task GivenMessagesAsync(this StoreProbe probe, params (string Id, string Stream)[] messages)
    {
        foreach (var (id, stream) in messages)
        {
            await probe.GivenAsync(Message(id, stream)).ConfigureAwait(false);
        }
    }

    internal static ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(this StoreProbe probe, int minute, int limit = 100) =>
        probe.Store.LeaseAsync(probe, minute, limit);

    internal static ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(
        this IReferralStore store, StoreProbe probe, int minute, int limit = 100) =>
        store.Outbox().LeaseAsync(probe.Partition, OutboxLease.Of(Minute(minute), LeaseTime, limit), probe.CancellationToken);

    internal static ValueTask<bool> SettleAsync(this StoreProbe probe, StoredRecord message, OutboxSettlement settlement) =>
        probe.Store.Outbox().SettleAsync(probe.Partition, message, settlement, probe.CancellationToken);

    /// <summary>The ids that were leased are these, in any order.</summary>
    internal static void Leased(IReadOnlyList<StoredRecord> messages, params string[] ids) => Expect.Sequence(
        ids.Order(StringComparer.Ordinal), messages.Select(static message => message.Key.Id).Order(StringComparer.Ordinal), "The leased messages");
}
