using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Keeping;

/// <summary>Keys are ordinal.</summary>
internal static class KeyCases
{
    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("keys", nameof(Ids_that_look_alike_are_different), Ids_that_look_alike_are_different),
        new("keys", nameof(Counters_that_look_alike_are_different), Counters_that_look_alike_are_different),
        new("keys", nameof(Ids_of_any_language_and_sign_come_back), Ids_of_any_language_and_sign_come_back),
        new("keys", nameof(The_longest_ids_come_back), The_longest_ids_come_back),
        new("keys", nameof(One_id_in_two_kinds_is_two_records), One_id_in_two_kinds_is_two_records),
        new("keys", nameof(A_load_takes_no_key_a_key_twice_and_a_thousand_keys), A_load_takes_no_key_a_key_twice_and_a_thousand_keys),
    ];

    /// <summary>Case; the two normal forms of é; a trailing blank; width; a zero-width joiner; sharp s; dotless i.</summary>
    private static readonly string[] Alike =
    [
        "ann", "Ann", "ANN", "ann ", " ann", "caf\u00E9", "cafe\u0301", "cafe", "\uFF41nn", "a\u200Dnn",
        "stra\u00DFe", "strasse", "i", "I", "\u0131", "\u0130",
    ];

    private static Task Ids_that_look_alike_are_different(StoreProbe probe) => RoundTripAsync(probe, Alike);

    private static Task Ids_of_any_language_and_sign_come_back(StoreProbe probe) => RoundTripAsync(
        probe,
        [
            "\u540D\u524D", "\u0627\u0633\u0645", "\U0001F600", "\U0001F468\u200D\U0001F469\u200D\U0001F467",
            "'; DROP TABLE x; --", "\"quoted\"", "100%", "a_b", "a%b", "\\", "a/b#c",
            "{0}", "$1", "@p", ":p", "?", "\t", "\r\n", "NULL", "0", "-1",
        ]);

    private static async Task Counters_that_look_alike_are_different(StoreProbe probe)
    {
        for (var i = 0; i < Alike.Length; i++)
        {
            await probe.GivenAsync(StoreOperation.Add(Counter(Alike[i]), i + 1, 0, i + 1)).ConfigureAwait(false);
        }

        for (var i = 0; i < Alike.Length; i++)
        {
            Expect.Equal(i + 1, await probe.NumberAsync(Counter(Alike[i])).ConfigureAwait(false), $"The counter '{Alike[i]}'");
        }
    }

    private static Task The_longest_ids_come_back(StoreProbe probe) => RoundTripAsync(
        probe,
        [
            new string('a', RecordKey.MaxIdLength),
            new string('a', RecordKey.MaxIdLength - 1) + 'b',
            new string('\u540D', RecordKey.MaxIdLength),
            string.Concat(Enumerable.Repeat("\U0001F600", RecordKey.MaxIdLength / 2)),
        ]);

    private static async Task One_id_in_two_kinds_is_two_records(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Customer("x"), "customer")).ConfigureAwait(false);
        var visitor = RecordKey.Of(RecordKind.Visitor, "x");
        Expect.Missing(await probe.FindAsync(visitor).ConfigureAwait(false), visitor);
        await probe.GivenAsync(Insert(visitor, "visitor"), Insert(LedgerLine("x"), "line"), Insert(Fact("x"), "fact")).ConfigureAwait(false);
        Expect.Equal("customer", TextOf(Expect.Exists(await probe.FindAsync(Customer("x")).ConfigureAwait(false), Customer("x"))), "The customer");
        Expect.Equal("line", TextOf(Expect.Exists(await probe.FindAsync(LedgerLine("x")).ConfigureAwait(false), LedgerLine("x"))), "The line");
    }

    private static async Task A_load_takes_no_key_a_key_twice_and_a_thousand_keys(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Customer("ann"), "1"), StoreOperation.Add(Counter("c"), 1)).ConfigureAwait(false);
        await FoundAsync(probe, [], 0).ConfigureAwait(false);
        await FoundAsync(probe, [Customer("ann"), Counter("c"), Customer("ann"), Counter("c")], 2).ConfigureAwait(false);
        await FoundAsync(probe, [.. Enumerable.Range(0, 998).Select(i => Customer(Numbered("none", i))), Customer("ann"), Counter("c")], 2)
            .ConfigureAwait(false);
    }

    private static async Task FoundAsync(StoreProbe probe, RecordKey[] keys, int expected)
    {
        var snapshot = await probe.Store.LoadAsync(probe.Partition, keys, probe.CancellationToken).ConfigureAwait(false);
        Expect.Equal(expected, snapshot.Count, $"The number of records found for {keys.Length} keys");
    }

    private static async Task RoundTripAsync(StoreProbe probe, string[] ids)
    {
        foreach (var id in ids)
        {
            Expect.Committed(await probe.CommitAsync(Insert(Customer(id), "c" + id), Insert(LedgerLine(id), "l" + id)).ConfigureAwait(false));
        }

        RecordKey[] keys = [.. ids.SelectMany(id => (RecordKey[])[Customer(id), LedgerLine(id)])];
        var snapshot = await probe.Store.LoadAsync(probe.Partition, keys, probe.CancellationToken).ConfigureAwait(false);
        foreach (var id in ids)
        {
            Expect.Equal("c" + id, TextOf(Expect.Exists(snapshot.Find(Customer(id)), Customer(id))), $"The customer '{id}'");
            Expect.Equal("l" + id, TextOf(Expect.Exists(snapshot.Find(LedgerLine(id)), LedgerLine(id))), $"The ledger line '{id}'");
        }

        var scanned = await probe.ScanAsync(RecordKind.Customer, ScanRange.All).ConfigureAwait(false);
        Expect.Sequence(ids, scanned.Select(record => record.Key.Id), "The ids of a scan");
    }
}
