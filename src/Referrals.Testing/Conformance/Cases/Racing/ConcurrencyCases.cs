using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Racing;

/// <summary>Sixteen workers at once.</summary>
internal static class ConcurrencyCases
{
    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("concurrency", nameof(One_of_all_workers_inserts_a_key), One_of_all_workers_inserts_a_key),
        new("concurrency", nameof(One_of_all_workers_has_the_effect_of_an_event), One_of_all_workers_has_the_effect_of_an_event),
        new("concurrency", nameof(No_replace_of_one_record_is_lost), No_replace_of_one_record_is_lost),
        new("concurrency", nameof(A_counter_reaches_its_limit_exactly), A_counter_reaches_its_limit_exactly),
        new("concurrency", nameof(Unbounded_additions_never_conflict_and_all_count), Unbounded_additions_never_conflict_and_all_count),
        new("concurrency", nameof(Workers_on_keys_of_their_own_never_conflict), Workers_on_keys_of_their_own_never_conflict),
        new("concurrency", nameof(Batches_over_the_same_keys_in_any_order_end), Batches_over_the_same_keys_in_any_order_end),
    ];

    private static async Task One_of_all_workers_inserts_a_key(StoreProbe probe)
    {
        for (var round = 0; round < 5; round++)
        {
            var key = Customer(Numbered("c", round));
            var outcomes = await Workers.RunAsync(
                probe, (store, worker) => CommitAsync(probe, store, Insert(key, Numbered("", worker)))).ConfigureAwait(false);
            Expect.Equal(1, outcomes.Count(outcome => outcome.Status == CommitStatus.Committed), "The number of workers that inserted the key");
            Expect.Equal(Workers.Count - 1, outcomes.Count(outcome => outcome.Status == CommitStatus.Conflict), "The number of conflicts");
        }
    }

    private static async Task One_of_all_workers_has_the_effect_of_an_event(StoreProbe probe)
    {
        for (var round = 0; round < 5; round++)
        {
            var id = Numbered("e", round);
            var outcomes = await Workers.RunAsync(
                probe,
                (store, _) => CommitAsync(
                    probe, store, Insert(Event(id), id), Insert(LedgerLine(id), id), StoreOperation.Add(Counter("paid"), 1)))
                .ConfigureAwait(false);
            Expect.Equal(1, outcomes.Count(outcome => outcome.Status == CommitStatus.Committed), "The number of workers that stored the event");
            Expect.Equal(
                Workers.Count - 1,
                outcomes.Count(outcome => outcome.StoredEvent is { } stored && TextOf(stored) == id),
                "The number of workers that got the stored event");
            Expect.Equal(round + 1, await probe.NumberAsync(Counter("paid")).ConfigureAwait(false), "The counter");
        }
    }

    private static async Task No_replace_of_one_record_is_lost(StoreProbe probe)
    {
        const int Each = 8;
        await probe.GivenAsync(Insert(Customer("hot"), "0")).ConfigureAwait(false);
        _ = await Workers.RunAsync(
            probe,
            async (store, worker) =>
            {
                for (var done = 0; done < Each;)
                {
                    var snapshot = await store.LoadAsync(probe.Partition, [Customer("hot")], probe.CancellationToken).ConfigureAwait(false);
                    var record = Expect.Exists(snapshot.Find(Customer("hot")), Customer("hot"));
                    var next = int.Parse(TextOf(record), System.Globalization.CultureInfo.InvariantCulture) + 1;
                    var outcome = await CommitAsync(
                        probe, store, Replace(Customer("hot"), record.Version, Numbered("", next)), Insert(Fact($"{worker}-{next}"), "")).ConfigureAwait(false);
                    done += outcome.Status == CommitStatus.Committed ? 1 : 0;
                }

                return true;
            }).ConfigureAwait(false);
        var hot = Expect.Exists(await probe.FindAsync(Customer("hot")).ConfigureAwait(false), Customer("hot"));
        Expect.Equal(Numbered("", Workers.Count * Each), TextOf(hot), "The number that all workers counted up");
        Expect.Equal((Workers.Count * Each) + 1, hot.Version, "The version");
        Expect.Equal(Workers.Count * Each, (await probe.ScanAsync(RecordKind.Fact, ScanRange.All).ConfigureAwait(false)).Count, "The number of facts");
    }

    private static async Task A_counter_reaches_its_limit_exactly(StoreProbe probe)
    {
        const int Each = 20;
        const int Limit = 150;
        var stored = await Workers.RunAsync(
            probe,
            async (store, worker) =>
            {
                var count = 0;
                for (var i = 0; i < Each; i++)
                {
                    var outcome = await CommitAsync(
                        probe, store, Insert(LedgerLine($"{worker}-{i}"), ""), StoreOperation.Add(Counter("budget"), 1, 0, Limit)).ConfigureAwait(false);
                    count += outcome.Status == CommitStatus.Committed ? 1 : 0;
                }

                return count;
            }).ConfigureAwait(false);
        Expect.Equal(Limit, await probe.NumberAsync(Counter("budget")).ConfigureAwait(false), "The budget");
        Expect.Equal(Limit, stored.Sum(), "The number of commits that were answered");
        Expect.Equal(Limit, (await probe.ScanAsync(RecordKind.Ledger, ScanRange.All).ConfigureAwait(false)).Count, "The number of ledger lines");
    }

    private static async Task Unbounded_additions_never_conflict_and_all_count(StoreProbe probe)
    {
        const int Each = 15;
        _ = await Workers.RunAsync(
            probe,
            async (store, _) =>
            {
                for (var i = 0; i < Each; i++)
                {
                    Expect.Committed(await CommitAsync(probe, store, StoreOperation.Add(Counter("n"), 3)).ConfigureAwait(false));
                }

                return true;
            }).ConfigureAwait(false);
        Expect.Equal(Workers.Count * Each * 3, await probe.NumberAsync(Counter("n")).ConfigureAwait(false), "The counter");
    }

    private static async Task Workers_on_keys_of_their_own_never_conflict(StoreProbe probe)
    {
        const int Each = 15;
        _ = await Workers.RunAsync(
            probe,
            async (store, worker) =>
            {
                for (var i = 0; i < Each; i++)
                {
                    var id = $"{worker}-{i}";
                    Expect.Committed(await CommitAsync(
                        probe, store, Insert(Event(id), ""), Insert(Customer(id), ""), Insert(LedgerLine(id), ""), Insert(Fact(id), ""),
                        StoreOperation.Add(Counter(id), 1)).ConfigureAwait(false));
                }

                return true;
            }).ConfigureAwait(false);
        foreach (var kind in (RecordKind[])[RecordKind.Event, RecordKind.Ledger, RecordKind.Fact, RecordKind.Counter])
        {
            var records = await probe.ScanAsync(kind, ScanRange.All).ConfigureAwait(false);
            Expect.Equal(Workers.Count * Each, records.Count, $"The number of records of kind {kind}");
        }
    }

    /// <summary>Batches stand in one order, so that no two workers wait for each other; a store that reorders deadlocks here.</summary>
    private static async Task Batches_over_the_same_keys_in_any_order_end(StoreProbe probe)
    {
        const int Each = 10;
        const int Keys = 6;
        _ = await Workers.RunAsync(
            probe,
            async (store, worker) =>
            {
                for (var i = 0; i < Each; i++)
                {
                    var first = (worker * 7) + i;
                    var adds = Enumerable.Range(first, Keys).Select(k => StoreOperation.Add(Counter(Numbered("n", k % Keys)), 1));
                    Expect.Committed(await CommitAsync(probe, store, [.. adds]).ConfigureAwait(false));
                }

                return true;
            }).ConfigureAwait(false);
        var counters = await probe.ScanAsync(RecordKind.Counter, ScanRange.All).ConfigureAwait(false);
        Expect.Equal(Workers.Count * Each * Keys, counters.Sum(counter => counter.Number), "The sum of the counters");
    }

    private static async Task<CommitOutcome> CommitAsync(StoreProbe probe, IReferralStore store, params StoreOperation[] operations) =>
        await store.CommitAsync(CommitBatch.Of(probe.Partition, operations), probe.CancellationToken).ConfigureAwait(false);
}
