using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Keeping;

/// <summary>The event of a batch: the same one twice has one effect.</summary>
internal static class EventCases
{
    private static readonly RecordKey Order = Event("order-1");

    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("events", nameof(A_repeated_event_gives_the_stored_one_and_changes_nothing), A_repeated_event_gives_the_stored_one_and_changes_nothing),
        new("events", nameof(A_repeated_event_comes_before_every_conflict), A_repeated_event_comes_before_every_conflict),
        new("events", nameof(A_conflict_leaves_no_event), A_conflict_leaves_no_event),
        new("events", nameof(An_event_can_be_guarded_without_being_inserted), An_event_can_be_guarded_without_being_inserted),
    ];

    private static async Task A_repeated_event_gives_the_stored_one_and_changes_nothing(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Order, "first"), StoreOperation.Add(Counter("c"), 1)).ConfigureAwait(false);
        var before = await probe.PictureAsync().ConfigureAwait(false);
        await RepeatedAsync(probe, Insert(Order, "second"), StoreOperation.Add(Counter("c"), 1), Insert(Customer("ann"), "new")).ConfigureAwait(false);
        Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), "The partition");
    }

    private static async Task A_repeated_event_comes_before_every_conflict(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Order, "first"), Insert(Customer("ann"), "1"), StoreOperation.Add(Counter("c"), 10, maximum: 10)).ConfigureAwait(false);
        var before = await probe.PictureAsync().ConfigureAwait(false);
        await RepeatedAsync(
            probe,
            Insert(Order, "first"),
            Insert(Customer("ann"), "1"),
            StoreOperation.Require(Customer("bob"), 4),
            StoreOperation.Add(Counter("c"), 10, maximum: 10)).ConfigureAwait(false);
        Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), "The partition");
    }

    private static async Task A_conflict_leaves_no_event(StoreProbe probe)
    {
        var outcome = await probe.CommitAsync(Insert(Order, "first"), Replace(Customer("ann"), 1, "2")).ConfigureAwait(false);
        Expect.Conflict(outcome, Customer("ann"));
        Expect.Missing(await probe.FindAsync(Order).ConfigureAwait(false), Order);
        Expect.Committed(await probe.CommitAsync(Insert(Order, "first"), Insert(Customer("ann"), "1")).ConfigureAwait(false));
    }

    private static async Task An_event_can_be_guarded_without_being_inserted(StoreProbe probe)
    {
        Expect.Committed(await probe.CommitAsync(StoreOperation.Require(Order, 0), StoreOperation.Add(Counter("c"), 1)).ConfigureAwait(false));
        await probe.GivenAsync(Insert(Order, "first")).ConfigureAwait(false);
        var outcome = await probe.CommitAsync(StoreOperation.Require(Order, 0), StoreOperation.Add(Counter("c"), 1)).ConfigureAwait(false);
        Expect.Conflict(outcome, Order);
        Expect.Equal(1, await probe.NumberAsync(Counter("c")).ConfigureAwait(false), "The counter");
    }

    private static async Task RepeatedAsync(StoreProbe probe, params StoreOperation[] operations)
    {
        var outcome = await probe.CommitAsync(operations).ConfigureAwait(false);
        Expect.Status(CommitStatus.AlreadyProcessed, outcome);
        Expect.Equal("first", TextOf(Expect.Exists(outcome.StoredEvent, Order)), "The stored event that comes with the outcome");
        Expect.Equal(0, outcome.Conflicts.Count, "The number of conflicts beside a repeated event");
    }
}
