using NodaTime;
using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.OutboxProbe;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Delivering;

/// <summary>Messages as records: written with the batch, or not at all.</summary>
internal static class MessageCases
{
    private const int Many = 1_100;

    internal static readonly IReadOnlyList<StoreConformanceCase> All =
    [
        Case(nameof(A_message_comes_back_as_it_was_stored), A_message_comes_back_as_it_was_stored),
        Case(nameof(A_message_is_inserted_only_once), A_message_is_inserted_only_once),
        Case(nameof(A_refused_batch_leaves_no_message), A_refused_batch_leaves_no_message),
        Case(nameof(Messages_are_scanned_by_position_and_by_due_time), Messages_are_scanned_by_position_and_by_due_time),
        Case(nameof(Many_messages_come_all_and_each_once), Many_messages_come_all_and_each_once),
        Case(nameof(Partitions_deliver_on_their_own), Partitions_deliver_on_their_own),
    ];

    private static StoreConformanceCase Case(string sentence, Func<StoreProbe, Task> run) => new("messages", sentence, run);

    private static async Task A_message_comes_back_as_it_was_stored(StoreProbe probe)
    {
        var content = Text("{\"text\":\"ü 😀\"}") with { Stream = "Ann É", DueAt = Noon + Duration.FromTicks(10) };
        await probe.GivenAsync(StoreOperation.Insert(Key("Order-1"), content)).ConfigureAwait(false);
        var found = Expect.Exists(await probe.FindAsync(Key("Order-1")).ConfigureAwait(false), Key("Order-1"));
        Expect.Bytes(content.Value, found.Content.Value, "The message");
        Expect.Equal("Ann É", found.Content.Stream ?? "", "The stream");
        Expect.That(found.Content.DueAt == content.DueAt, $"The due time must be {content.DueAt}; it is {found.Content.DueAt}.");
        Expect.Equal(1, found.Version, "The version");
        Expect.Missing(await probe.FindAsync(Key("order-1")).ConfigureAwait(false), Key("order-1"));
    }

    private static async Task A_message_is_inserted_only_once(StoreProbe probe)
    {
        await probe.GivenMessagesAsync(("m1", "ann")).ConfigureAwait(false);
        Expect.Conflict(await probe.CommitAsync(Message("m1", "bob"), Insert(Customer("bob"), "")).ConfigureAwait(false), Key("m1"));
        Expect.Missing(await probe.FindAsync(Customer("bob")).ConfigureAwait(false), Customer("bob"));
    }

    private static async Task A_refused_batch_leaves_no_message(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Customer("ann"), "")).ConfigureAwait(false);
        Expect.Conflict(await probe.CommitAsync(Insert(Customer("ann"), ""), Message("m1", "ann")).ConfigureAwait(false), Customer("ann"));
        Expect.Conflict(
            await probe.CommitAsync(Message("m1", "ann"), StoreOperation.Add(Counter("budget"), 2, maximum: 1)).ConfigureAwait(false),
            Counter("budget"));
        Leased(await probe.LeaseAsync(0).ConfigureAwait(false));
    }

    private static async Task Messages_are_scanned_by_position_and_by_due_time(StoreProbe probe)
    {
        await probe.GivenAsync(Message("c", "s1", minute: 1)).ConfigureAwait(false);
        await probe.GivenAsync(Message("a", "s2", minute: 9)).ConfigureAwait(false);
        await probe.GivenAsync(Message("b", "s1", minute: 0)).ConfigureAwait(false);
        var all = await probe.ScanAsync(RecordKind.Message, ScanRange.All).ConfigureAwait(false);
        Expect.Sequence(["c", "a", "b"], all.Select(static one => one.Key.Id), "The messages");
        var rest = await probe.ScanAsync(RecordKind.Message, ScanRange.After(all[0].Position).Take(1)).ConfigureAwait(false);
        Expect.Sequence(["a"], rest.Select(static one => one.Key.Id), "The next message");
        var due = await probe.ScanAsync(RecordKind.Message, ScanRange.DueUntil(Minute(1))).ConfigureAwait(false);
        Expect.Sequence(["b", "c"], due.Select(static one => one.Key.Id), "The due messages");
    }

    private static async Task Many_messages_come_all_and_each_once(StoreProbe probe)
    {
        var ids = Enumerable.Range(0, Many).Select(static i => Numbered("m", i)).ToArray();
        foreach (var part in ids.Chunk(100))
        {
            await probe.GivenAsync([.. part.Select(static id => Message(id, id))]).ConfigureAwait(false);
        }

        var leased = new List<string>();
        while (await probe.LeaseAsync(0, limit: 300).ConfigureAwait(false) is { Count: > 0 } some)
        {
            Expect.That(some.Count <= 300, $"A lease must give 300 messages at most; it gave {some.Count}.");
            leased.AddRange(some.Select(static message => message.Key.Id));
        }

        Expect.Sequence(ids, leased.Order(StringComparer.Ordinal), "The leased messages");
        var scanned = await probe.ScanAsync(RecordKind.Message, ScanRange.All).ConfigureAwait(false);
        Expect.Sequence(ids, scanned.Select(static one => one.Key.Id).Order(StringComparer.Ordinal), "The scanned messages");
        var due = await probe.ScanAsync(RecordKind.Message, ScanRange.DueUntil(Minute(1))).ConfigureAwait(false);
        Expect.Sequence(ids, due.Select(static one => one.Key.Id).Order(StringComparer.Ordinal), "The due messages");
    }

    private static async Task Partitions_deliver_on_their_own(StoreProbe probe)
    {
        var other = probe.InPartition("other");
        await probe.GivenMessagesAsync(("m1", "ann")).ConfigureAwait(false);
        Expect.Committed(await probe.Store.CommitAsync(
            CommitBatch.Of(other, [Message("m1", "ann")]), probe.CancellationToken).ConfigureAwait(false));
        var leased = await probe.LeaseAsync(0).ConfigureAwait(false);
        Leased(leased, "m1");
        Expect.That(await probe.SettleAsync(leased[0], OutboxSettlement.Delivered).ConfigureAwait(false), "A leased message must be settled.");
        var elsewhere = await probe.Store.Outbox().LeaseAsync(
            other, OutboxLease.Of(Minute(0), LeaseTime, 9), probe.CancellationToken).ConfigureAwait(false);
        Leased(elsewhere, "m1");
    }
}
