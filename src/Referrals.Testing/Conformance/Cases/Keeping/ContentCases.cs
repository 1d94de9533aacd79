using NodaTime;
using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Keeping;

/// <summary>Contents come back exactly.</summary>
internal static class ContentCases
{
    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("contents", nameof(Values_come_back_byte_for_byte), Values_come_back_byte_for_byte),
        new("contents", nameof(The_largest_value_comes_back), The_largest_value_comes_back),
        new("contents", nameof(The_callers_buffer_may_be_used_again), The_callers_buffer_may_be_used_again),
        new("contents", nameof(Instants_keep_their_microseconds), Instants_keep_their_microseconds),
        new("contents", nameof(All_columns_come_back), All_columns_come_back),
        new("contents", nameof(Empty_columns_come_back_empty), Empty_columns_come_back_empty),
    ];

    private static async Task Values_come_back_byte_for_byte(StoreProbe probe)
    {
        byte[][] values =
        [
            [], [0], [0, 0, 0], [.. Enumerable.Range(0, 256).Select(i => (byte)i)],
            "{ \"b\":1, \"a\" : 2.50,\"a\":2e0 }"u8.ToArray(), [0xEF, 0xBB, 0xBF, 0x7B, 0x7D],
        ];
        for (var i = 0; i < values.Length; i++)
        {
            var id = Numbered("value", i);
            await probe.GivenAsync(
                StoreOperation.Insert(Customer(id), RecordContent.Of(values[i])),
                StoreOperation.Insert(LedgerLine(id), WithColumns("") with { Value = values[i] })).ConfigureAwait(false);
            Expect.Bytes(values[i], await ValueAsync(probe, Customer(id)).ConfigureAwait(false), $"The value {i} of a customer");
            Expect.Bytes(values[i], await ValueAsync(probe, LedgerLine(id)).ConfigureAwait(false), $"The value {i} of a ledger line");
        }
    }

    private static async Task The_largest_value_comes_back(StoreProbe probe)
    {
        var value = new byte[CommitBatch.MaxBytes];
        for (var i = 0; i < value.Length; i++)
        {
            value[i] = unchecked((byte)(i * 31 + i / 251));
        }

        await probe.GivenAsync(StoreOperation.Insert(Customer("big"), RecordContent.Of(value))).ConfigureAwait(false);
        Expect.Bytes(value, await ValueAsync(probe, Customer("big")).ConfigureAwait(false), "The largest value");
    }

    private static async Task The_callers_buffer_may_be_used_again(StoreProbe probe)
    {
        byte[] buffer = [1, 2, 3, 4, 5, 6];
        await probe.GivenAsync(StoreOperation.Insert(Customer("ann"), RecordContent.Of(buffer.AsMemory(1, 3)))).ConfigureAwait(false);
        Array.Clear(buffer);
        Expect.Bytes(new byte[] { 2, 3, 4 }, await ValueAsync(probe, Customer("ann")).ConfigureAwait(false), "The value");
    }

    private static async Task Instants_keep_their_microseconds(StoreProbe probe)
    {
        Instant[] instants =
        [
            Instant.FromUnixTimeTicks(0), Noon + Duration.FromTicks(10), Noon + Duration.FromTicks(9_999_990),
            Instant.FromUnixTimeTicks(-10), Instant.FromUtc(1900, 1, 1, 0, 0), Instant.FromUtc(9999, 12, 31, 23, 59),
        ];
        for (var i = 0; i < instants.Length; i++)
        {
            var id = Numbered("at", i);
            var line = WithColumns("") with { Columns = new RecordColumns { Type = "t", OccurredAt = instants[i] } };
            await probe.GivenAsync(
                StoreOperation.Insert(Customer(id), Due("", instants[i])), StoreOperation.Insert(Fact(id), line)).ConfigureAwait(false);
            var due = Expect.Exists(await probe.FindAsync(Customer(id)).ConfigureAwait(false), Customer(id)).Content.DueAt;
            var occurred = Expect.Exists(await probe.FindAsync(Fact(id)).ConfigureAwait(false), Fact(id)).Content.Columns?.OccurredAt;
            Expect.That(due == instants[i], $"The due time must be {instants[i]:uuuu-MM-ddTHH:mm:ss.ffffff}; it is {due:uuuu-MM-ddTHH:mm:ss.ffffff}.");
            Expect.That(occurred == instants[i], $"The time must be {instants[i]:uuuu-MM-ddTHH:mm:ss.ffffff}; it is {occurred:uuuu-MM-ddTHH:mm:ss.ffffff}.");
        }
    }

    private static async Task All_columns_come_back(StoreProbe probe)
    {
        var columns = new RecordColumns
        {
            Type = "RewardGranted",
            OccurredAt = Noon,
            Customer = "ann \u540D",
            Referrer = "bob's",
            Channel = "email",
            Segment = "",
            Subject = "order-1",
            Visitor = "v-1",
            Code = "cap.reached",
            Unit = "USD",
            Quantity = long.MaxValue,
            Margin = long.MinValue,
            ProgramVersion = int.MaxValue,
        };
        await ColumnsAsync(probe, columns).ConfigureAwait(false);
    }

    private static Task Empty_columns_come_back_empty(StoreProbe probe) =>
        ColumnsAsync(probe, new RecordColumns { Type = "t", OccurredAt = Noon });

    private static async Task ColumnsAsync(StoreProbe probe, RecordColumns columns)
    {
        var content = RecordContent.Of("{}"u8.ToArray()) with { Columns = columns };
        await probe.GivenAsync(StoreOperation.Insert(LedgerLine("l"), content), StoreOperation.Insert(Fact("f"), content)).ConfigureAwait(false);
        foreach (var key in (RecordKey[])[LedgerLine("l"), Fact("f")])
        {
            var loaded = Expect.Exists(await probe.FindAsync(key).ConfigureAwait(false), key).Content.Columns;
            Expect.That(columns == loaded, $"The columns of {key} must be {columns}; they are {loaded}.");
            var scanned = (await probe.ScanAsync(key.Kind, ScanRange.All).ConfigureAwait(false))[0].Content.Columns;
            Expect.That(columns == scanned, $"The columns of {key} in a scan must be {columns}; they are {scanned}.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ValueAsync(StoreProbe probe, RecordKey key) =>
        Expect.Exists(await probe.FindAsync(key).ConfigureAwait(false), key).Content.Value;
}
