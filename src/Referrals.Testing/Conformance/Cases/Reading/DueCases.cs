using NodaTime;
using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Reading;

/// <summary>Scans of what is due.</summary>
internal static class DueCases
{
    private const int Many = 1300;

    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("due", nameof(Due_records_come_in_the_order_of_their_times), Due_records_come_in_the_order_of_their_times),
        new("due", nameof(The_instant_itself_is_due_and_a_microsecond_later_is_not), The_instant_itself_is_due_and_a_microsecond_later_is_not),
        new("due", nameof(A_replace_moves_and_ends_the_due_time), A_replace_moves_and_ends_the_due_time),
        new("due", nameof(Journal_kinds_can_be_due_too), Journal_kinds_can_be_due_too),
        new("due", nameof(Many_due_records_come_all_and_each_once), Many_due_records_come_all_and_each_once),
    ];

    private static async Task Due_records_come_in_the_order_of_their_times(StoreProbe probe)
    {
        await InsertAsync(probe, ("c", 3), ("a", 1), ("never", null), ("d", 4), ("b2", 2), ("b1", 2)).ConfigureAwait(false);
        var due = await probe.ScanAsync(RecordKind.Reward, ScanRange.DueUntil(At(3))).ConfigureAwait(false);
        Expect.Sequence(["a", "b2", "b1", "c"], due.Select(record => record.Key.Id), "The due records");
        var first = await probe.ScanAsync(RecordKind.Reward, ScanRange.DueUntil(At(3)).Take(2)).ConfigureAwait(false);
        Expect.Sequence(["a", "b2"], first.Select(record => record.Key.Id), "The first two due records");
    }

    private static async Task The_instant_itself_is_due_and_a_microsecond_later_is_not(StoreProbe probe)
    {
        await InsertAsync(probe, ("a", 1)).ConfigureAwait(false);
        var early = await probe.ScanAsync(RecordKind.Reward, ScanRange.DueUntil(At(1) - Duration.FromTicks(10))).ConfigureAwait(false);
        Expect.Equal(0, early.Count, "The number due a microsecond before");
        var exact = await probe.ScanAsync(RecordKind.Reward, ScanRange.DueUntil(At(1))).ConfigureAwait(false);
        Expect.Equal(1, exact.Count, "The number due at the instant");
    }

    private static async Task A_replace_moves_and_ends_the_due_time(StoreProbe probe)
    {
        await InsertAsync(probe, ("a", 1), ("b", 2), ("c", 3)).ConfigureAwait(false);
        await probe.GivenAsync(StoreOperation.Replace(Key("a"), 1, Due("", At(9)))).ConfigureAwait(false);
        await probe.GivenAsync(Replace(Key("b"), 1, "")).ConfigureAwait(false);
        var due = await probe.ScanAsync(RecordKind.Reward, ScanRange.DueUntil(At(10))).ConfigureAwait(false);
        Expect.Sequence(["c", "a"], due.Select(record => record.Key.Id), "The due records");
    }

    private static async Task Journal_kinds_can_be_due_too(StoreProbe probe)
    {
        await probe.GivenAsync(
            StoreOperation.Insert(Fact("late"), WithColumns("") with { DueAt = At(2) }),
            StoreOperation.Insert(Fact("soon"), WithColumns("") with { DueAt = At(1) }),
            Insert(Fact("never"), ""),
            StoreOperation.Insert(LedgerLine("line"), WithColumns("") with { DueAt = At(1) })).ConfigureAwait(false);
        var facts = await probe.ScanAsync(RecordKind.Fact, ScanRange.DueUntil(At(5))).ConfigureAwait(false);
        Expect.Sequence(["soon", "late"], facts.Select(record => record.Key.Id), "The due facts");
        var lines = await probe.ScanAsync(RecordKind.Ledger, ScanRange.DueUntil(At(5))).ConfigureAwait(false);
        Expect.Sequence(["line"], lines.Select(record => record.Key.Id), "The due lines");
    }

    /// <summary>Many at one instant: a scan that pages by time alone would lose some or run in a circle.</summary>
    private static async Task Many_due_records_come_all_and_each_once(StoreProbe probe)
    {
        foreach (var ids in Enumerable.Range(0, Many).Chunk(100))
        {
            await probe.GivenAsync([.. ids.Select(i => StoreOperation.Insert(Key(Numbered("r", i)), Due("", At(i % 3))))]).ConfigureAwait(false);
        }

        var due = await probe.ScanAsync(RecordKind.Reward, ScanRange.DueUntil(At(1))).ConfigureAwait(false);
        Expect.Sequence(
            Enumerable.Range(0, Many).Where(i => i % 3 <= 1).Select(i => Numbered("r", i)),
            due.Select(record => record.Key.Id).Order(StringComparer.Ordinal),
            "The due records");
        for (var i = 1; i < due.Count; i++)
        {
            var (before, after) = (due[i - 1], due[i]);
            Expect.That(
                (before.Content.DueAt!.Value, before.Position).CompareTo((after.Content.DueAt!.Value, after.Position)) < 0,
                $"{before.Key} must not come before {after.Key}.");
        }
    }

    private static Task InsertAsync(StoreProbe probe, params (string Id, int? Hour)[] records) => GivenOneByOneAsync(
        probe, records.Select(one => StoreOperation.Insert(Key(one.Id), one.Hour is { } hour ? Due("", At(hour)) : Text(""))));

    private static async Task GivenOneByOneAsync(StoreProbe probe, IEnumerable<StoreOperation> operations)
    {
        foreach (var operation in operations)
        {
            await probe.GivenAsync(operation).ConfigureAwait(false);
        }
    }

    private static RecordKey Key(string id) => RecordKey.Of(RecordKind.Reward, id);

    private static Instant At(int hour) => Noon + Duration.FromHours(hour);
}
