using System.Collections.Concurrent;
using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.OutboxProbe;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Delivering;

/// <summary>Sixteen instances that deliver at once.</summary>
internal static class DeliveryRaceCases
{
    private const int Streams = 12;
    private const int PerStream = 10;

    internal static readonly IReadOnlyList<StoreConformanceCase> All =
    [
        Case(nameof(No_two_leases_at_once_give_the_same_message), No_two_leases_at_once_give_the_same_message),
        Case(nameof(Many_instances_deliver_each_message_once_and_each_stream_in_order), Many_instances_deliver_each_message_once_and_each_stream_in_order),
        Case(nameof(Messages_come_in_while_others_are_delivered), Messages_come_in_while_others_are_delivered),
    ];

    private static StoreConformanceCase Case(string sentence, Func<StoreProbe, Task> run) => new("delivery races", sentence, run);

    private static async Task No_two_leases_at_once_give_the_same_message(StoreProbe probe)
    {
        await probe.GivenAsync([.. Enumerable.Range(0, 90).Select(static i => Message(Numbered("m", i), Numbered("s", i)))]).ConfigureAwait(false);
        var leased = await Workers.RunAsync(
            probe, async (store, _) => await store.LeaseAsync(probe, 0, limit: 8).ConfigureAwait(false)).ConfigureAwait(false);
        var ids = leased.SelectMany(static some => some).Select(static message => message.Key.Id).ToList();
        Expect.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count(), "The number of different messages");
    }

    private static async Task Many_instances_deliver_each_message_once_and_each_stream_in_order(StoreProbe probe)
    {
        foreach (var number in Enumerable.Range(0, PerStream))
        {
            await probe.GivenAsync([.. Enumerable.Range(0, Streams).Select(stream => Message(Numbered($"s{stream}-", number), $"s{stream}"))])
                .ConfigureAwait(false);
        }

        var delivered = new ConcurrentQueue<string>();
        await Workers.RunAsync(probe, async (store, _) => await DeliverAsync(probe, store, delivered, Streams * PerStream).ConfigureAwait(false))
            .ConfigureAwait(false);
        Check(delivered);
    }

    private static async Task Messages_come_in_while_others_are_delivered(StoreProbe probe)
    {
        var delivered = new ConcurrentQueue<string>();
        await Workers.RunAsync(
            probe,
            async (store, worker) =>
            {
                if (worker >= Streams)
                {
                    return await DeliverAsync(probe, store, delivered, Streams * PerStream).ConfigureAwait(false);
                }

                for (var number = 0; number < PerStream; number++)
                {
                    var batch = CommitBatch.Of(probe.Partition, [Message(Numbered($"s{worker}-", number), $"s{worker}")]);
                    Expect.Committed(await store.CommitAsync(batch, probe.CancellationToken).ConfigureAwait(false));
                }

                return 0;
            }).ConfigureAwait(false);
        Check(delivered);
    }

    private static async Task<int> DeliverAsync(StoreProbe probe, IReferralStore store, ConcurrentQueue<string> delivered, int all)
    {
        while (delivered.Count < all)
        {
            probe.CancellationToken.ThrowIfCancellationRequested();
            foreach (var message in await store.LeaseAsync(probe, 0, limit: 3).ConfigureAwait(false))
            {
                delivered.Enqueue(message.Key.Id);
                Expect.That(
                    await store.Outbox().SettleAsync(probe.Partition, message, OutboxSettlement.Delivered, probe.CancellationToken).ConfigureAwait(false),
                    $"{message.Key} must be settled.");
            }

            await Task.Yield();
        }

        return 0;
    }

    private static void Check(ConcurrentQueue<string> delivered)
    {
        foreach (var stream in delivered.GroupBy(static id => id[..id.IndexOf('-', StringComparison.Ordinal)], StringComparer.Ordinal))
        {
            Expect.Sequence(
                Enumerable.Range(0, PerStream).Select(number => Numbered($"{stream.Key}-", number)), stream, $"The messages of stream {stream.Key}");
        }

        Expect.Equal(Streams * PerStream, delivered.Count, "The number of deliveries");
    }
}
