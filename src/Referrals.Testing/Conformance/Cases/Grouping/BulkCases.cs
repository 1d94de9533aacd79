using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Grouping;

/// <summary>Batches that are committed together.</summary>
internal static class BulkCases
{
    private const int Many = 300;
    private const int Workers = 8;

    internal static IReadOnlyList<StoreConformanceCase> All =>
    [
        Case(nameof(Each_batch_sees_what_the_ones_before_it_left), Each_batch_sees_what_the_ones_before_it_left),
        Case(nameof(A_conflict_of_the_last_batch_leaves_nothing_of_the_first), A_conflict_of_the_last_batch_leaves_nothing_of_the_first),
        Case(nameof(Limits_hold_in_the_middle_of_a_group), Limits_hold_in_the_middle_of_a_group),
        Case(nameof(An_event_that_is_known_is_given_and_nothing_is_stored), An_event_that_is_known_is_given_and_nothing_is_stored),
        Case(nameof(An_event_that_comes_twice_in_a_group_is_given), An_event_that_comes_twice_in_a_group_is_given),
        Case(nameof(What_was_required_not_to_exist_leaves_no_trace), What_was_required_not_to_exist_leaves_no_trace),
        Case(nameof(Large_groups_are_committed_whole), Large_groups_are_committed_whole),
        Case(nameof(Groups_of_many_instances_keep_a_limit), Groups_of_many_instances_keep_a_limit),
        Case(nameof(No_batches_are_committed_at_once), No_batches_are_committed_at_once),
        Case(nameof(Batches_of_two_partitions_are_refused), Batches_of_two_partitions_are_refused),
        Case(nameof(A_cancelled_group_stores_nothing), A_cancelled_group_stores_nothing),
    ];

    private static StoreConformanceCase Case(string sentence, Func<StoreProbe, Task> run) => new("groups", sentence, run);

    private static async Task Each_batch_sees_what_the_ones_before_it_left(StoreProbe probe)
    {
        Expect.Committed(await CommitAsync(
            probe,
            [Insert(Event("e1"), "one"), Insert(Customer("ann"), "new"), StoreOperation.Add(Counter("n"), 5, maximum: 5)],
            [Insert(Event("e2"), "two"), Replace(Customer("ann"), 1, "second"), StoreOperation.Add(Counter("n"), -2)],
            [Insert(Event("e3"), "three"), Replace(Customer("ann"), 2, "third"), StoreOperation.Add(Counter("n"), 2, maximum: 5)]).ConfigureAwait(false));
        var ann = Expect.Exists(await probe.FindAsync(Customer("ann")).ConfigureAwait(false), Customer("ann"));
        Expect.Equal("third", TextOf(ann), "What the last batch wrote");
        Expect.Equal(3, ann.Version, "The version after an insert and two replaces");
        Expect.Equal(5, await probe.NumberAsync(Counter("n")).ConfigureAwait(false), "The counter");
        var events = await probe.ScanAsync(RecordKind.Event, ScanRange.All).ConfigureAwait(false);
        Expect.Sequence(["e1", "e2", "e3"], events.Select(static one => one.Key.Id), "The events by position");
    }

    private static async Task A_conflict_of_the_last_batch_leaves_nothing_of_the_first(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Customer("ann"), "before"), StoreOperation.Add(Counter("n"), 1)).ConfigureAwait(false);
        var before = await probe.PictureAsync().ConfigureAwait(false);
        Expect.Conflict(
            await CommitAsync(
                probe,
                [Insert(Event("e1"), "one"), Replace(Customer("ann"), 1, "after"), Insert(Fact("e1#0"), "fact"), StoreOperation.Add(Counter("n"), 1)],
                [Insert(Event("e2"), "two"), Replace(Customer("ann"), 1, "stale"), StoreOperation.Require(Customer("bob"), 3)]).ConfigureAwait(false),
            Customer("ann"),
            Customer("bob"));
        Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), "The partition after a group with a conflict");
    }

    private static async Task Limits_hold_in_the_middle_of_a_group(StoreProbe probe)
    {
        await probe.GivenAsync(StoreOperation.Add(Counter("cap"), 8)).ConfigureAwait(false);
        Expect.Conflict(
            await CommitAsync(
                probe,
                [StoreOperation.Add(Counter("cap"), 2, maximum: 10)],
                [StoreOperation.Add(Counter("cap"), 1, maximum: 10)],
                [StoreOperation.Add(Counter("cap"), -5)]).ConfigureAwait(false),
            Counter("cap"));
        Expect.Equal(8, await probe.NumberAsync(Counter("cap")).ConfigureAwait(false), "The counter after a group that passed its limit on the way");
    }

    private static async Task An_event_that_is_known_is_given_and_nothing_is_stored(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Event("e2"), "as it was")).ConfigureAwait(false);
        var before = await probe.PictureAsync().ConfigureAwait(false);
        var outcome = await CommitAsync(
            probe, [Insert(Event("e1"), "one"), Insert(Customer("ann"), "new")], [Insert(Event("e2"), "again"), Insert(Customer("bob"), "new")]).ConfigureAwait(false);
        Expect.Status(CommitStatus.AlreadyProcessed, outcome);
        Expect.Equal("as it was", TextOf(outcome.StoredEvent!), "The event that was known");
        Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), "The partition after a group with a known event");
    }

    private static async Task An_event_that_comes_twice_in_a_group_is_given(StoreProbe probe)
    {
        var outcome = await CommitAsync(probe, [Insert(Event("e1"), "first")], [Insert(Event("e1"), "second")]).ConfigureAwait(false);
        Expect.Status(CommitStatus.AlreadyProcessed, outcome);
        Expect.Equal("first", TextOf(outcome.StoredEvent!), "The event that comes twice");
        Expect.Missing(await probe.FindAsync(Event("e1")).ConfigureAwait(false), Event("e1"));
    }

    private static async Task What_was_required_not_to_exist_leaves_no_trace(StoreProbe probe)
    {
        Expect.Committed(await CommitAsync(
            probe,
            [Insert(Event("e1"), "one"), StoreOperation.Require(Customer("ann"), 0), StoreOperation.Require(Fact("f1"), 0)],
            [Insert(Event("e2"), "two"), Insert(Customer("ann"), "new"), Insert(Fact("f1"), "fact")]).ConfigureAwait(false));
        Expect.Equal(1, Expect.Exists(await probe.FindAsync(Customer("ann")).ConfigureAwait(false), Customer("ann")).Version, "The version of what was inserted");
    }

    private static async Task Large_groups_are_committed_whole(StoreProbe probe)
    {
        var batches = Enumerable.Range(0, Many).Select(i => CommitBatch.Of(probe.Partition,
        [
            Insert(Event(Numbered("e", i)), "event"),
            i == 0 ? Insert(Customer("ann"), "0") : Replace(Customer("ann"), i, Numbered("", i)),
            Insert(Fact(Numbered("f", i)), "fact"),
            StoreOperation.Add(Counter("n"), 1),
        ])).ToArray();
        Expect.Committed(await probe.Bulk().CommitAllAsync(batches, probe.CancellationToken).ConfigureAwait(false));
        Expect.Equal(Many, await probe.NumberAsync(Counter("n")).ConfigureAwait(false), "The counter after a large group");
        Expect.Equal(Many, (await probe.ScanAsync(RecordKind.Fact, ScanRange.All).ConfigureAwait(false)).Count, "The number of facts");
    }

    private static async Task Groups_of_many_instances_keep_a_limit(StoreProbe probe)
    {
        const int Limit = 37;
        var stores = new List<IBulkStore>();
        for (var i = 0; i < Workers; i++)
        {
            stores.Add((await probe.OpenAsync().ConfigureAwait(false)).Bulk());
        }

        var committed = await Task.WhenAll(stores.Select((store, worker) => Task.Run(async () =>
        {
            var done = 0;
            for (var round = 0; round < 10; round++)
            {
                var batches = Enumerable.Range(0, 2).Select(part => CommitBatch.Of(probe.Partition,
                [
                    Insert(Event($"w{worker}-{round}-{part}"), "event"), StoreOperation.Add(Counter("cap"), 1, maximum: Limit),
                ])).ToArray();
                done += (await store.CommitAllAsync(batches, probe.CancellationToken).ConfigureAwait(false)).Status == CommitStatus.Committed ? 2 : 0;
            }

            return done;
        }))).ConfigureAwait(false);
        Expect.Equal(committed.Sum(), await probe.NumberAsync(Counter("cap")).ConfigureAwait(false), "The counter after groups of many instances");
        Expect.Equal(Limit - 1, committed.Sum(), "What fits below an odd limit, two at a time,");
        Expect.Equal(committed.Sum(), (await probe.ScanAsync(RecordKind.Event, ScanRange.All).ConfigureAwait(false)).Count, "The number of events");
    }

    private static async Task No_batches_are_committed_at_once(StoreProbe probe) =>
        Expect.Committed(await probe.Bulk().CommitAllAsync([], probe.CancellationToken).ConfigureAwait(false));

    private static async Task Batches_of_two_partitions_are_refused(StoreProbe probe)
    {
        try
        {
            _ = await probe.Bulk().CommitAllAsync(
                [
                    CommitBatch.Of(probe.Partition, [Insert(Event("e1"), "one")]),
                    CommitBatch.Of(probe.InPartition("two"), [Insert(Event("e1"), "one")]),
                ],
                probe.CancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            Expect.Missing(await probe.FindAsync(Event("e1")).ConfigureAwait(false), Event("e1"));
            return;
        }

        throw new StoreConformanceException("Batches of two partitions must be refused with an ArgumentException; they were not.");
    }

    private static async Task A_cancelled_group_stores_nothing(StoreProbe probe)
    {
        await Expect.CancelledAsync(
            async () => await probe.Bulk().CommitAllAsync(
                [CommitBatch.Of(probe.Partition, [Insert(Event("e1"), "one")])], new CancellationToken(canceled: true)).ConfigureAwait(false),
            "A group that is cancelled before it begins").ConfigureAwait(false);
        Expect.Missing(await probe.FindAsync(Event("e1")).ConfigureAwait(false), Event("e1"));
    }

    private static ValueTask<CommitOutcome> CommitAsync(StoreProbe probe, params StoreOperation[][] batches) => probe.Bulk().CommitAllAsync(
        [.. batches.Select(batch => CommitBatch.Of(probe.Partition, batch))], probe.CancellationToken);
}
