using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Keeping;

/// <summary>Inserting.</summary>
internal static class InsertCases
{
    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("insert", nameof(A_record_comes_back_as_it_went_in), A_record_comes_back_as_it_went_in),
        new("insert", nameof(Every_kind_can_be_inserted), Every_kind_can_be_inserted),
        new("insert", nameof(A_key_is_inserted_only_once), A_key_is_inserted_only_once),
        new("insert", nameof(A_ledger_line_is_inserted_only_once), A_ledger_line_is_inserted_only_once),
        new("insert", nameof(A_missing_record_is_not_in_the_snapshot), A_missing_record_is_not_in_the_snapshot),
        new("insert", nameof(A_record_that_is_moved_keeps_its_version), A_record_that_is_moved_keeps_its_version),
        new("insert", nameof(A_redacted_fact_keeps_its_place), A_redacted_fact_keeps_its_place),
        new("insert", nameof(What_does_not_exist_is_not_redacted), What_does_not_exist_is_not_redacted),
    ];

    private static async Task A_record_that_is_moved_keeps_its_version(StoreProbe probe)
    {
        var key = Customer("ann");
        await probe.GivenAsync(StoreOperation.Insert(key, Text("moved"), version: 7)).ConfigureAwait(false);
        Expect.Equal(7, Expect.Exists(await probe.FindAsync(key).ConfigureAwait(false), key).Version, "The version of a record that was moved at version 7");
        await probe.GivenAsync(Replace(key, 7, "next")).ConfigureAwait(false);
        Expect.Equal(8, Expect.Exists(await probe.FindAsync(key).ConfigureAwait(false), key).Version, "The version after the next replace");
    }

    private static async Task A_redacted_fact_keeps_its_place(StoreProbe probe)
    {
        var (first, second, happened) = (RecordKey.Of(RecordKind.Fact, "f1"), RecordKey.Of(RecordKind.Fact, "f2"), RecordKey.Of(RecordKind.Event, "e1"));
        var columns = new RecordColumns { Type = "SignedUp", OccurredAt = Noon, Customer = "ann", Segment = "vip", Quantity = 7 };
        var content = new RecordContent { Value = "{\"segment\":\"vip\"}"u8.ToArray(), Columns = columns };
        await probe.GivenAsync(StoreOperation.Insert(first, content), StoreOperation.Insert(second, content)).ConfigureAwait(false);
        await probe.GivenAsync(StoreOperation.Insert(happened, RecordContent.Of("{\"plan\":\"pro\"}"u8.ToArray()))).ConfigureAwait(false);
        var (factBefore, eventBefore) = (await probe.FindAsync(first).ConfigureAwait(false), await probe.FindAsync(happened).ConfigureAwait(false));
        await probe.GivenAsync(
            StoreOperation.Redact(first, new RecordContent { Value = "{}"u8.ToArray(), Columns = columns with { Segment = null } }),
            StoreOperation.Redact(happened, RecordContent.Of("{\"plan\":null}"u8.ToArray()))).ConfigureAwait(false);
        var fact = Expect.Exists(await probe.FindAsync(first).ConfigureAwait(false), first);
        Expect.Equal("{}", TextOf(fact), "The value of the redacted fact");
        Expect.That(fact.Content.Columns == columns with { Segment = null }, "All columns but the segment stay as they were, and the segment is gone.");
        Expect.Equal(factBefore!.Position, fact.Position, "The position of the redacted fact");
        var redacted = Expect.Exists(await probe.FindAsync(happened).ConfigureAwait(false), happened);
        Expect.Equal("{\"plan\":null}", TextOf(redacted), "The value of the redacted event");
        Expect.Equal(eventBefore!.Version, redacted.Version, "The version of the redacted event");
        Expect.Equal(eventBefore.Position, redacted.Position, "The position of the redacted event");
        Expect.Equal("{\"segment\":\"vip\"}", TextOf(Expect.Exists(await probe.FindAsync(second).ConfigureAwait(false), second)), "The value of the other fact");
    }

    private static async Task What_does_not_exist_is_not_redacted(StoreProbe probe)
    {
        var (missing, other) = (RecordKey.Of(RecordKind.Event, "e1"), Customer("ann"));
        var outcome = await probe.Store.CommitAsync(
            CommitBatch.Of(probe.Partition, [StoreOperation.Redact(missing, RecordContent.Of("{}"u8.ToArray())), Insert(other, "x")]), probe.CancellationToken).ConfigureAwait(false);
        Expect.That(outcome.Status == CommitStatus.Conflict, $"Redacting what is not there must be a conflict; it is {outcome.Status}.");
        Expect.Missing(await probe.FindAsync(other).ConfigureAwait(false), other);
    }

    private static async Task A_record_comes_back_as_it_went_in(StoreProbe probe)
    {
        var key = Customer("ann");
        await probe.GivenAsync(StoreOperation.Insert(key, Due("{\"a\":1}", Noon))).ConfigureAwait(false);
        var record = Expect.Exists(await probe.FindAsync(key).ConfigureAwait(false), key);
        Expect.Equal(1, record.Version, "The version after the insert");
        Expect.That(record.Position > 0, $"The position must be above 0; it is {record.Position}.");
        Expect.Equal(0, record.Number, "The number of what is no counter");
        Expect.Equal("{\"a\":1}", TextOf(record), "The value");
        Expect.That(record.Content.DueAt == Noon, $"The due time must be {Noon}; it is {record.Content.DueAt}.");
        Expect.That(record.Content.Columns is null, "A customer's record has no columns.");
    }

    private static async Task Every_kind_can_be_inserted(StoreProbe probe)
    {
        RecordKey[] keys = [.. Enum.GetValues<RecordKind>().Where(kind => kind is not (RecordKind.Message or RecordKind.Counter)).Select(kind => RecordKey.Of(kind, "same"))];
        await probe.GivenAsync([.. keys.Select(key => Insert(key, key.ToString()))]).ConfigureAwait(false);
        var snapshot = await probe.Store.LoadAsync(probe.Partition, keys, probe.CancellationToken).ConfigureAwait(false);
        Expect.Equal(keys.Length, snapshot.Count, "The number of records found");
        foreach (var key in keys)
        {
            Expect.Equal(key.ToString(), TextOf(Expect.Exists(snapshot.Find(key), key)), $"The value of {key}");
        }
    }

    private static async Task A_key_is_inserted_only_once(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Customer("ann"), "first")).ConfigureAwait(false);
        var before = await probe.PictureAsync().ConfigureAwait(false);
        Expect.Conflict(await probe.CommitAsync(Insert(Customer("ann"), "second")).ConfigureAwait(false), Customer("ann"));
        Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), "The partition");
    }

    private static async Task A_ledger_line_is_inserted_only_once(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(LedgerLine("line"), "first"), Insert(Fact("fact"), "first")).ConfigureAwait(false);
        var before = await probe.PictureAsync().ConfigureAwait(false);
        var outcome = await probe.CommitAsync(Insert(LedgerLine("line"), "first"), Insert(Fact("fact"), "second")).ConfigureAwait(false);
        Expect.Conflict(outcome, LedgerLine("line"), Fact("fact"));
        Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), "The partition");
    }

    private static async Task A_missing_record_is_not_in_the_snapshot(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Customer("ann"), "1")).ConfigureAwait(false);
        RecordKey[] keys = [Customer("bob"), LedgerLine("ann"), Counter("ann"), Customer("ann")];
        var snapshot = await probe.Store.LoadAsync(probe.Partition, keys, probe.CancellationToken).ConfigureAwait(false);
        Expect.Equal(1, snapshot.Count, "The number of records found");
        Expect.Missing(snapshot.Find(Customer("bob")), Customer("bob"));
    }
}
