using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Keeping;

/// <summary>All or nothing.</summary>
internal static class AtomicityCases
{
    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("atomicity", nameof(A_failure_at_any_place_undoes_all_of_the_batch), A_failure_at_any_place_undoes_all_of_the_batch),
        new("atomicity", nameof(Every_conflict_is_reported_and_nothing_else), Every_conflict_is_reported_and_nothing_else),
        new("atomicity", nameof(A_batch_takes_its_hundred_operations), A_batch_takes_its_hundred_operations),
        new("atomicity", nameof(A_batch_can_be_sent_again_after_a_conflict), A_batch_can_be_sent_again_after_a_conflict),
    ];

    /// <summary>Each operation, one that works and one that does not, over what <see cref="GivenAsync"/> stores.</summary>
    private static readonly (StoreOperation Works, StoreOperation Fails)[] Pairs =
    [
        (Insert(Event("new"), "e"), StoreOperation.Require(Event("gone"), 1)),
        (Insert(Customer("new"), "c"), Insert(Customer("old"), "c")),
        (Replace(Customer("old"), 1, "changed"), Replace(Customer("old"), 2, "changed")),
        (StoreOperation.Require(RecordKey.Of(RecordKind.Code, "old"), 1), StoreOperation.Require(RecordKey.Of(RecordKind.Code, "old"), 2)),
        (StoreOperation.Require(RecordKey.Of(RecordKind.Visitor, "new"), 0), StoreOperation.Require(RecordKey.Of(RecordKind.Visitor, "old"), 0)),
        (Insert(RecordKey.Of(RecordKind.Reward, "new"), "r"), Insert(RecordKey.Of(RecordKind.Reward, "old"), "r")),
        (Insert(LedgerLine("new"), "l"), Insert(LedgerLine("old"), "l")),
        (Insert(Fact("new"), "f"), Insert(Fact("old"), "f")),
        (StoreOperation.Add(Counter("a"), 1, maximum: 11), StoreOperation.Add(Counter("a"), 2, maximum: 11)),
        (StoreOperation.Add(Counter("b"), 1), StoreOperation.Add(Counter("b"), -1, minimum: 0)),
    ];

    private static Task GivenAsync(StoreProbe probe) => probe.GivenAsync(
        Insert(Customer("old"), "c"),
        Insert(RecordKey.Of(RecordKind.Code, "old"), "o"),
        Insert(RecordKey.Of(RecordKind.Visitor, "old"), "v"),
        Insert(RecordKey.Of(RecordKind.Reward, "old"), "r"),
        Insert(LedgerLine("old"), "l"),
        Insert(Fact("old"), "f"),
        StoreOperation.Add(Counter("a"), 10));

    private static async Task A_failure_at_any_place_undoes_all_of_the_batch(StoreProbe probe)
    {
        await GivenAsync(probe).ConfigureAwait(false);
        var before = await probe.PictureAsync().ConfigureAwait(false);
        for (var i = 0; i < Pairs.Length; i++)
        {
            var failing = Pairs[i].Fails;
            StoreOperation[] others = [.. Pairs.Where((_, place) => place != i).Select(pair => pair.Works).Where(one => one.Key != failing.Key)];
            Expect.Conflict(await probe.CommitAsync([.. others, failing]).ConfigureAwait(false), failing.Key);
            Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), $"The partition after {failing.Kind} of {failing.Key} failed");
        }

        Expect.Committed(await probe.CommitAsync([.. Pairs.Select(pair => pair.Works)]).ConfigureAwait(false));
    }

    private static async Task Every_conflict_is_reported_and_nothing_else(StoreProbe probe)
    {
        await GivenAsync(probe).ConfigureAwait(false);
        var before = await probe.PictureAsync().ConfigureAwait(false);
        StoreOperation[] failing = [.. Pairs.Skip(1).Select(pair => pair.Fails).DistinctBy(one => one.Key)];
        StoreOperation[] working = [.. Pairs.Select(pair => pair.Works).Where(one => failing.All(other => other.Key != one.Key))];
        var outcome = await probe.CommitAsync([.. working, .. failing]).ConfigureAwait(false);
        Expect.Conflict(outcome, [.. failing.Select(one => one.Key)]);
        Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), "The partition");
    }

    private static async Task A_batch_takes_its_hundred_operations(StoreProbe probe)
    {
        StoreOperation[] operations =
        [
            .. Enumerable.Range(0, 25).SelectMany(i => (StoreOperation[])
            [
                Insert(Customer(Numbered("c", i)), "c"),
                Insert(LedgerLine(Numbered("l", i)), "l"),
                Insert(Fact(Numbered("f", i)), "f"),
                StoreOperation.Add(Counter(Numbered("n", i)), i),
            ]),
        ];
        Expect.Equal(CommitBatch.MaxOperations, operations.Length, "The number of operations");
        Expect.Committed(await probe.CommitAsync(operations).ConfigureAwait(false));
        RecordKey[] keys = [.. operations.Select(operation => operation.Key)];
        var snapshot = await probe.Store.LoadAsync(probe.Partition, keys, probe.CancellationToken).ConfigureAwait(false);
        Expect.Equal(keys.Length, snapshot.Count, "The number of records found");
    }

    private static async Task A_batch_can_be_sent_again_after_a_conflict(StoreProbe probe)
    {
        StoreOperation[] operations =
        [
            Insert(Event("e"), "e"), Replace(Customer("ann"), 1, "2"), Insert(LedgerLine("l"), "l"), StoreOperation.Add(Counter("n"), 1),
        ];
        Expect.Conflict(await probe.CommitAsync(operations).ConfigureAwait(false), Customer("ann"));
        await probe.GivenAsync(Insert(Customer("ann"), "1")).ConfigureAwait(false);
        Expect.Committed(await probe.CommitAsync(operations).ConfigureAwait(false));
        Expect.Status(CommitStatus.AlreadyProcessed, await probe.CommitAsync(operations).ConfigureAwait(false));
        Expect.Equal(1, await probe.NumberAsync(Counter("n")).ConfigureAwait(false), "The counter");
    }
}
