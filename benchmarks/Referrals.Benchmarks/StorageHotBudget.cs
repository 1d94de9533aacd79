using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Referrals.EntityFrameworkCore;
using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>Sixteen workers on PostgreSQL that all spend from one budget: the store beside plain SQL.</summary>
internal static class StorageHotBudget
{
    private const int Workers = 16;
    private const int Each = 250;

    private static long _next = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 16;
    private static int _conflicts;

    internal static async Task RunAsync(string connectionString)
    {
        var pooled = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 40 }.ConnectionString;
        var options = new DbContextOptionsBuilder<ReferralsDbContext>().UseNpgsql(pooled).Options;
        var plain = new StorageMeasure();
        var store = new StorageMeasure();
        for (var round = 0; round < 3; round++)
        {
            await plain.RunAsync(Workers * Each, () => AllAsync(() => PlainAsync(pooled)));
            await store.RunAsync(Workers * Each, () => AllAsync(() => StoreAsync(options)));
        }

        plain.Print($"PostgreSQL, plain SQL, {Workers} workers on one budget", plain);
        store.Print($"PostgreSQL, the store, {Workers} workers on one budget", plain);
        Console.WriteLine($"Conflicts of the store: {_conflicts}.");
    }

    private static Task AllAsync(Func<Task> worker) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(worker)));

    private static async Task StoreAsync(DbContextOptions<ReferralsDbContext> options)
    {
        await using var context = new ReferralsDbContext(options);
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context);
        for (var i = 0; i < Each; i++)
        {
            var id = Id();
            var batch = CommitBatch.Of(
                StorageJourney.Partition("spring"),
                [
                    StoreOperation.Insert(RecordKey.Of(RecordKind.Event, id), RecordContent.Of(new byte[200])),
                    StoreOperation.Insert(RecordKey.Of(RecordKind.Reward, id), RecordContent.Of(new byte[200])),
                    StoreOperation.Add(RecordKey.Of(RecordKind.Counter, "hot"), 1, 0, 1_000_000_000),
                ]);
            while ((await store.CommitAsync(batch, default)).Status != CommitStatus.Committed)
            {
                Interlocked.Increment(ref _conflicts);
            }
        }
    }

    private static async Task PlainAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        for (var i = 0; i < Each; i++)
        {
            await connection.OpenAsync();
            var id = Id();
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                await using var batch = new NpgsqlBatch(connection, transaction);
                foreach (var kind in (int[])[0, 6])
                {
                    var insert = new NpgsqlBatchCommand(
                        "INSERT INTO referral_records (partition, kind, id, version, value) VALUES ('spring', $1, $2, 1, $3) ON CONFLICT DO NOTHING");
                    insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = kind });
                    insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
                    insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = new byte[200] });
                    batch.BatchCommands.Add(insert);
                }

                batch.BatchCommands.Add(new NpgsqlBatchCommand(
                    """
                    INSERT INTO referral_counters AS c (partition, id, number) VALUES ('spring', 'hot', 1)
                    ON CONFLICT (partition, id) DO UPDATE SET number = c.number + 1 WHERE c.number + 1 BETWEEN 0 AND 1000000000
                    """));
                await batch.PrepareAsync();
                await batch.ExecuteNonQueryAsync();
                await transaction.CommitAsync();
            }

            await connection.CloseAsync();
        }
    }

    private static string Id() => Interlocked.Increment(ref _next).ToString("x12", CultureInfo.InvariantCulture);
}
