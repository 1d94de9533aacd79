using System.Globalization;
using System.Text;
using NodaTime;
using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>The batches of a typical decision: 15 operations, after a load of 6 keys.</summary>
internal static class StorageJourney
{
    internal static readonly Partition Partition = Partition.Of(ProgramId.From("spring"));

    private static readonly byte[] EventBytes = Encoding.UTF8.GetBytes("{\"hash\":\"" + new string('h', 64) + "\",\"decision\":\"" + new string('d', 600) + "\"}");
    private static readonly byte[] StateBytes = Encoding.UTF8.GetBytes("{\"state\":\"" + new string('s', 200) + "\"}");
    private static readonly byte[] FactBytes = Encoding.UTF8.GetBytes("{\"fact\":\"" + new string('f', 150) + "\"}");
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    internal static RecordKey[] Keys(int number) =>
    [
        RecordKey.Of(RecordKind.Event, Name("event", number)),
        RecordKey.Of(RecordKind.Customer, Name("customer", number)),
        RecordKey.Of(RecordKind.Customer, Name("referrer", number % 1000)),
        RecordKey.Of(RecordKind.Conversion, Name("conversion", number)),
        RecordKey.Of(RecordKind.Counter, "budget/USD"),
        RecordKey.Of(RecordKind.Counter, Name("cap", number % 1000)),
    ];

    internal static CommitBatch Batch(int number, string counters = "")
    {
        var keys = Keys(number);
        var operations = new List<StoreOperation>
        {
            StoreOperation.Insert(keys[0], RecordContent.Of(EventBytes)),
            StoreOperation.Insert(keys[1], RecordContent.Of(StateBytes)),
            StoreOperation.Insert(keys[3], RecordContent.Of(StateBytes)),
            StoreOperation.Insert(RecordKey.Of(RecordKind.Reward, Name("reward", number)), RecordContent.Of(StateBytes) with
            {
                DueAt = Start + Duration.FromMinutes(number),
            }),
            StoreOperation.Add(RecordKey.Of(RecordKind.Counter, "budget/USD" + counters), 10, 0),
            StoreOperation.Add(RecordKey.Of(RecordKind.Counter, Name("cap", number % 1000) + counters), 10, 0),
            StoreOperation.Add(RecordKey.Of(RecordKind.Counter, Name("balance", number % 1000) + counters), 10, 0),
        };
        for (var i = 0; i < 4; i++)
        {
            operations.Add(Journal(RecordKind.Fact, number, i, "RewardGranted"));
            operations.Add(Journal(RecordKind.Ledger, number, i, "customer.pending"));
        }

        return CommitBatch.Of(Partition, operations);
    }

    private static StoreOperation Journal(RecordKind kind, int number, int line, string type) =>
        StoreOperation.Insert(RecordKey.Of(kind, Name("event", number) + "/" + line.ToString(CultureInfo.InvariantCulture)), new RecordContent
        {
            Value = FactBytes,
            Columns = new RecordColumns
            {
                Type = type + line.ToString(CultureInfo.InvariantCulture),
                OccurredAt = Start + Duration.FromSeconds(number),
                Customer = Name("customer", number),
                Referrer = Name("referrer", number % 1000),
                Channel = "email",
                Subject = Name("reward", number),
                Code = "referrer",
                Unit = "USD",
                Quantity = 1000,
            },
        });

    internal static string Name(string prefix, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{(uint)number * 2654435761u:x8}-{number}");
}
