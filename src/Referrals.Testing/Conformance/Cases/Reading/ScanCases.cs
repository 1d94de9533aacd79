using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Reading;

/// <summary>Scans in the order of positions, and of counters.</summary>
internal static class ScanCases
{
    private const int Many = 1300;

    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("scan", nameof(Records_come_in_the_order_of_their_commits), Records_come_in_the_order_of_their_commits),
        new("scan", nameof(A_replaced_record_keeps_its_place_and_shows_its_newest_version), A_replaced_record_keeps_its_place_and_shows_its_newest_version),
        new("scan", nameof(A_scan_goes_on_after_a_position), A_scan_goes_on_after_a_position),
        new("scan", nameof(A_limit_cuts_the_scan), A_limit_cuts_the_scan),
        new("scan", nameof(A_scan_of_nothing_is_empty), A_scan_of_nothing_is_empty),
        new("scan", nameof(Many_records_come_all_and_each_once), Many_records_come_all_and_each_once),
        new("scan", nameof(Counters_come_in_the_order_of_their_bytes), Counters_come_in_the_order_of_their_bytes),
        new("scan", nameof(Many_counters_come_all_and_each_once), Many_counters_come_all_and_each_once),
        new("scan", nameof(Inserts_while_a_scan_runs_disturb_nothing), Inserts_while_a_scan_runs_disturb_nothing),
    ];

    private static readonly RecordKind[] Kinds = [RecordKind.Customer, RecordKind.Ledger, RecordKind.Fact];

    private static async Task Records_come_in_the_order_of_their_commits(StoreProbe probe)
    {
        string[] ids = ["m", "a", "z", "B", "0"];
        foreach (var id in ids)
        {
            await probe.GivenAsync([.. Kinds.Select(kind => Insert(RecordKey.Of(kind, id), id))]).ConfigureAwait(false);
        }

        foreach (var kind in Kinds)
        {
            var records = await probe.ScanAsync(kind, ScanRange.All).ConfigureAwait(false);
            Expect.Sequence(ids, records.Select(record => record.Key.Id), $"The scan of kind {kind}");
            Expect.Sequence(ids, records.Select(TextOf), $"The values of kind {kind}");
            Ascending(records);
        }
    }

    private static async Task A_replaced_record_keeps_its_place_and_shows_its_newest_version(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Customer("a"), "1")).ConfigureAwait(false);
        await probe.GivenAsync(Insert(Customer("b"), "1")).ConfigureAwait(false);
        await probe.GivenAsync(Replace(Customer("a"), 1, "2")).ConfigureAwait(false);
        var records = await probe.ScanAsync(RecordKind.Customer, ScanRange.All).ConfigureAwait(false);
        Expect.Sequence(["a 2", "b 1"], records.Select(record => $"{record.Key.Id} {record.Version}"), "The scan");
    }

    private static async Task A_scan_goes_on_after_a_position(StoreProbe probe)
    {
        await ManyAsync(probe, 10).ConfigureAwait(false);
        foreach (var kind in Kinds)
        {
            var all = await probe.ScanAsync(kind, ScanRange.All).ConfigureAwait(false);
            var rest = await probe.ScanAsync(kind, ScanRange.After(all[3].Position)).ConfigureAwait(false);
            Expect.Sequence(all.Skip(4).Select(record => record.Key.Id), rest.Select(record => record.Key.Id), "The scan after the fourth");
            Expect.Equal(0, (await probe.ScanAsync(kind, ScanRange.After(all[^1].Position)).ConfigureAwait(false)).Count, "The number after the last");
            Expect.Equal(0, (await probe.ScanAsync(kind, ScanRange.After(long.MaxValue)).ConfigureAwait(false)).Count, "The number after any");
        }
    }

    private static async Task A_limit_cuts_the_scan(StoreProbe probe)
    {
        await ManyAsync(probe, 10).ConfigureAwait(false);
        foreach (var kind in (RecordKind[])[.. Kinds, RecordKind.Counter])
        {
            var all = await probe.ScanAsync(kind, ScanRange.All).ConfigureAwait(false);
            foreach (var limit in (int[])[1, 9, 10, 11, int.MaxValue])
            {
                var some = await probe.ScanAsync(kind, ScanRange.All.Take(limit)).ConfigureAwait(false);
                Expect.Sequence(all.Take(limit).Select(record => record.Key.Id), some.Select(record => record.Key.Id), $"A scan of {limit}");
            }
        }
    }

    private static async Task A_scan_of_nothing_is_empty(StoreProbe probe)
    {
        foreach (var kind in Enum.GetValues<RecordKind>())
        {
            Expect.Equal(0, (await probe.ScanAsync(kind, ScanRange.All).ConfigureAwait(false)).Count, $"The number of records of kind {kind}");
            Expect.Equal(0, (await probe.ScanAsync(kind, ScanRange.DueUntil(Noon)).ConfigureAwait(false)).Count, $"The number due of kind {kind}");
        }
    }

    private static async Task Many_records_come_all_and_each_once(StoreProbe probe)
    {
        await ManyAsync(probe, Many).ConfigureAwait(false);
        foreach (var kind in Kinds)
        {
            var records = await probe.ScanAsync(kind, ScanRange.All).ConfigureAwait(false);
            Ascending(records);
            Expect.Sequence(
                Enumerable.Range(0, Many).Select(i => Numbered("r", i)),
                records.Select(record => record.Key.Id).Order(StringComparer.Ordinal),
                $"The records of kind {kind}");
        }
    }

    private static async Task Counters_come_in_the_order_of_their_bytes(StoreProbe probe)
    {
        string[] ids = ["", "/", "A", "Z", "a", "aa", "a\u0301", "b", "\u00E9", "\u540D", "\uFF41", "\U0001F600"];
        foreach (var id in ids.Skip(1).Reverse())
        {
            await probe.GivenAsync(StoreOperation.Add(Counter(id), 1)).ConfigureAwait(false);
        }

        var counters = await probe.ScanAsync(RecordKind.Counter, ScanRange.All).ConfigureAwait(false);
        Expect.Sequence(ids.Skip(1), counters.Select(record => record.Key.Id), "The counters");
        Expect.Equal(0, (await probe.ScanAsync(RecordKind.Counter, ScanRange.DueUntil(Noon)).ConfigureAwait(false)).Count, "The number of due counters");
    }

    private static async Task Many_counters_come_all_and_each_once(StoreProbe probe)
    {
        await ManyAsync(probe, Many).ConfigureAwait(false);
        var counters = await probe.ScanAsync(RecordKind.Counter, ScanRange.All).ConfigureAwait(false);
        Expect.Sequence(Enumerable.Range(0, Many).Select(i => Numbered("r", i)), counters.Select(record => record.Key.Id), "The counters");
        Expect.Equal(Many, counters.Sum(record => record.Number), "The sum of the counters");
    }

    private static async Task Inserts_while_a_scan_runs_disturb_nothing(StoreProbe probe)
    {
        await ManyAsync(probe, Many).ConfigureAwait(false);
        var writer = await probe.OpenAsync().ConfigureAwait(false);
        var seen = new List<StoredRecord>();
        await foreach (var record in probe.Store.ScanAsync(probe.Partition, RecordKind.Fact, ScanRange.All, probe.CancellationToken).ConfigureAwait(false))
        {
            seen.Add(record);
            if (seen.Count % 100 == 0 && seen.Count <= Many)
            {
                var batch = CommitBatch.Of(probe.Partition, [Insert(Fact(Numbered("late", seen.Count)), ""), StoreOperation.Add(Counter("late"), 1)]);
                Expect.Committed(await writer.CommitAsync(batch, probe.CancellationToken).ConfigureAwait(false));
            }
        }

        Ascending(seen);
        Expect.Sequence(
            Enumerable.Range(0, Many).Select(i => Numbered("r", i)),
            seen.Select(record => record.Key.Id).Where(id => id[0] == 'r').Order(StringComparer.Ordinal),
            "The records that were there before the scan");
    }

    private static async Task ManyAsync(StoreProbe probe, int count)
    {
        foreach (var ids in Enumerable.Range(0, count).Select(i => Numbered("r", i)).Chunk(25))
        {
            await probe.GivenAsync(
            [
                .. ids.SelectMany(id => Kinds.Select(kind => Insert(RecordKey.Of(kind, id), id))),
                .. ids.Select(id => StoreOperation.Add(Counter(id), 1)),
            ]).ConfigureAwait(false);
        }
    }

    private static void Ascending(List<StoredRecord> records)
    {
        for (var i = 1; i < records.Count; i++)
        {
            Expect.That(
                records[i].Position > records[i - 1].Position,
                $"Positions must rise; {records[i].Key} has {records[i].Position} after {records[i - 1].Position} of {records[i - 1].Key}.");
        }
    }
}
