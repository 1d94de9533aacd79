using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.OutboxProbe;

namespace Referrals.Testing.Conformance.Cases.Delivering;

/// <summary>Who gets a message, when, and what happens to it then.</summary>
internal static class LeaseCases
{
    internal static readonly IReadOnlyList<StoreConformanceCase> All =
    [
        Case(nameof(A_leased_message_is_handed_out_again_only_after_its_lease), A_leased_message_is_handed_out_again_only_after_its_lease),
        Case(nameof(A_message_is_not_handed_out_before_it_is_due), A_message_is_not_handed_out_before_it_is_due),
        Case(nameof(Only_the_first_message_of_a_stream_is_handed_out), Only_the_first_message_of_a_stream_is_handed_out),
        Case(nameof(A_delivered_message_is_gone_and_the_next_one_follows), A_delivered_message_is_gone_and_the_next_one_follows),
        Case(nameof(A_message_to_be_tried_again_holds_up_its_stream), A_message_to_be_tried_again_holds_up_its_stream),
        Case(nameof(A_message_set_aside_holds_up_nobody_and_stays), A_message_set_aside_holds_up_nobody_and_stays),
        Case(nameof(A_message_set_aside_can_be_brought_back), A_message_set_aside_can_be_brought_back),
        Case(nameof(A_lost_lease_settles_nothing), A_lost_lease_settles_nothing),
        Case(nameof(Each_lease_raises_the_version), Each_lease_raises_the_version),
        Case(nameof(The_limit_of_a_lease_holds_and_the_longest_due_come_first), The_limit_of_a_lease_holds_and_the_longest_due_come_first),
        Case(nameof(Streams_are_told_apart_by_every_character), Streams_are_told_apart_by_every_character),
        Case(nameof(A_cancelled_lease_takes_nothing), A_cancelled_lease_takes_nothing),
    ];

    private static StoreConformanceCase Case(string sentence, Func<StoreProbe, Task> run) => new("leases", sentence, run);

    private static async Task A_leased_message_is_handed_out_again_only_after_its_lease(StoreProbe probe)
    {
        await probe.GivenMessagesAsync(("m1", "ann")).ConfigureAwait(false);
        Leased(await probe.LeaseAsync(0).ConfigureAwait(false), "m1");
        Leased(await probe.LeaseAsync(0).ConfigureAwait(false));
        var other = await probe.OpenAsync().ConfigureAwait(false);
        Leased(await other.LeaseAsync(probe, 0).ConfigureAwait(false));
        Leased(await other.LeaseAsync(probe, 1).ConfigureAwait(false), "m1");
    }

    private static async Task A_message_is_not_handed_out_before_it_is_due(StoreProbe probe)
    {
        await probe.GivenAsync(Message("m1", "ann", minute: 3)).ConfigureAwait(false);
        Leased(await probe.LeaseAsync(2).ConfigureAwait(false));
        Leased(await probe.LeaseAsync(3).ConfigureAwait(false), "m1");
    }

    private static async Task Only_the_first_message_of_a_stream_is_handed_out(StoreProbe probe)
    {
        await probe.GivenMessagesAsync(("z-first", "ann"), ("a-second", "ann"), ("m3", "bob")).ConfigureAwait(false);
        Leased(await probe.LeaseAsync(0).ConfigureAwait(false), "z-first", "m3");
        Leased(await probe.LeaseAsync(0).ConfigureAwait(false));
    }

    private static async Task A_delivered_message_is_gone_and_the_next_one_follows(StoreProbe probe)
    {
        await probe.GivenMessagesAsync(("m1", "ann"), ("m2", "ann"), ("m3", "ann")).ConfigureAwait(false);
        foreach (var id in (string[])["m1", "m2", "m3"])
        {
            var leased = await probe.LeaseAsync(0).ConfigureAwait(false);
            Leased(leased, id);
            Expect.That(await probe.SettleAsync(leased[0], OutboxSettlement.Delivered).ConfigureAwait(false), $"{id} must be settled.");
            Expect.Missing(await probe.FindAsync(Key(id)).ConfigureAwait(false), Key(id));
        }

        Leased(await probe.LeaseAsync(99).ConfigureAwait(false));
    }

    private static async Task A_message_to_be_tried_again_holds_up_its_stream(StoreProbe probe)
    {
        await probe.GivenMessagesAsync(("m1", "ann"), ("m2", "ann")).ConfigureAwait(false);
        var leased = await probe.LeaseAsync(0).ConfigureAwait(false);
        Expect.That(await probe.SettleAsync(leased[0], OutboxSettlement.Retry(Minute(9))).ConfigureAwait(false), "m1 must be settled.");
        Leased(await probe.LeaseAsync(8).ConfigureAwait(false));
        Leased(await probe.LeaseAsync(9).ConfigureAwait(false), "m1");
    }

    private static async Task A_message_set_aside_holds_up_nobody_and_stays(StoreProbe probe)
    {
        await probe.GivenMessagesAsync(("m1", "ann"), ("m2", "ann")).ConfigureAwait(false);
        var leased = await probe.LeaseAsync(0).ConfigureAwait(false);
        Expect.That(await probe.SettleAsync(leased[0], OutboxSettlement.SetAside).ConfigureAwait(false), "m1 must be settled.");
        Leased(await probe.LeaseAsync(99).ConfigureAwait(false), "m2");
        var kept = Expect.Exists(await probe.FindAsync(Key("m1")).ConfigureAwait(false), Key("m1"));
        Expect.That(kept.Content.DueAt is null, $"A message that is set aside must have no due time; it has {kept.Content.DueAt}.");
        var all = await probe.ScanAsync(RecordKind.Message, ScanRange.All).ConfigureAwait(false);
        Expect.Sequence(["m1", "m2"], all.Select(static one => one.Key.Id), "The messages");
    }

    private static async Task A_message_set_aside_can_be_brought_back(StoreProbe probe)
    {
        await probe.GivenMessagesAsync(("m1", "ann"), ("m2", "ann")).ConfigureAwait(false);
        var leased = await probe.LeaseAsync(0).ConfigureAwait(false);
        await probe.SettleAsync(leased[0], OutboxSettlement.SetAside).ConfigureAwait(false);
        var kept = Expect.Exists(await probe.FindAsync(Key("m1")).ConfigureAwait(false), Key("m1"));
        Expect.That(await probe.SettleAsync(kept, OutboxSettlement.Retry(Minute(1))).ConfigureAwait(false), "m1 must be brought back.");
        Leased(await probe.LeaseAsync(1).ConfigureAwait(false), "m1");
    }

    private static async Task A_lost_lease_settles_nothing(StoreProbe probe)
    {
        await probe.GivenMessagesAsync(("m1", "ann")).ConfigureAwait(false);
        var slow = await probe.LeaseAsync(0).ConfigureAwait(false);
        var quick = await probe.LeaseAsync(1).ConfigureAwait(false);
        foreach (var settlement in (OutboxSettlement[])[OutboxSettlement.Delivered, OutboxSettlement.SetAside, OutboxSettlement.Retry(Minute(0))])
        {
            Expect.That(!await probe.SettleAsync(slow[0], settlement).ConfigureAwait(false), "A lost lease must settle nothing.");
        }

        Leased(await probe.LeaseAsync(1).ConfigureAwait(false));
        Expect.That(await probe.SettleAsync(quick[0], OutboxSettlement.Delivered).ConfigureAwait(false), "The last lease must settle.");
        Expect.That(!await probe.SettleAsync(quick[0], OutboxSettlement.Delivered).ConfigureAwait(false), "A message that is gone settles nothing.");
    }

    private static async Task Each_lease_raises_the_version(StoreProbe probe)
    {
        await probe.GivenMessagesAsync(("m1", "ann")).ConfigureAwait(false);
        for (var lease = 1; lease <= 3; lease++)
        {
            var leased = await probe.LeaseAsync(lease).ConfigureAwait(false);
            Expect.Equal(lease + 1, leased[0].Version, "The version");
            Expect.That(leased[0].Content.DueAt == Minute(lease + 1), $"The lease must end at {Minute(lease + 1)}; it ends at {leased[0].Content.DueAt}.");
            Expect.Equal("m1", Sample.TextOf(leased[0]), "The content");
            Expect.Equal("ann", leased[0].Content.Stream ?? "", "The stream");
        }
    }

    private static async Task The_limit_of_a_lease_holds_and_the_longest_due_come_first(StoreProbe probe)
    {
        await probe.GivenAsync(Message("late", "s1", minute: 3)).ConfigureAwait(false);
        await probe.GivenAsync(Message("early", "s2", minute: 1)).ConfigureAwait(false);
        await probe.GivenAsync(Message("middle", "s3", minute: 2)).ConfigureAwait(false);
        Leased(await probe.LeaseAsync(9, limit: 2).ConfigureAwait(false), "early", "middle");
        Leased(await probe.LeaseAsync(9, limit: 2).ConfigureAwait(false), "late");
    }

    private static async Task Streams_are_told_apart_by_every_character(StoreProbe probe)
    {
        string[] streams = ["ann", "Ann", "ann2", "\u00e4nn", "a\u0308nn", "ann's", "😀", "%", "_"];
        await probe.GivenMessagesAsync([.. streams.Select(static (stream, i) => ($"m{i}", stream))]).ConfigureAwait(false);
        Leased(await probe.LeaseAsync(0).ConfigureAwait(false), [.. streams.Select(static (_, i) => $"m{i}")]);
    }

    private static async Task A_cancelled_lease_takes_nothing(StoreProbe probe)
    {
        await probe.GivenMessagesAsync(("m1", "ann")).ConfigureAwait(false);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync().ConfigureAwait(false);
        var lease = OutboxLease.Of(Minute(0), LeaseTime, 1);
        await Expect.CancelledAsync(
            async () => await probe.Store.Outbox().LeaseAsync(probe.Partition, lease, cancelled.Token).ConfigureAwait(false), "A cancelled lease").ConfigureAwait(false);
        Leased(await probe.LeaseAsync(0).ConfigureAwait(false), "m1");
    }
}
