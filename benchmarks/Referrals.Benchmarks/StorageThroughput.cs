using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Referrals.EntityFrameworkCore;
using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>
/// Decisions per second through the store, beside the same statements in plain SQL, in one run. Not BenchmarkDotNet: a commit waits
/// for a disk or a server, and what counts is how many go through in a second.
/// </summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/Referrals.Benchmarks -- storage [COUNT] [POSTGRES CONNECTION STRING]</c></remarks>
internal static class StorageThroughput
{
    private const int Rounds = 3;

    /// <summary>Not from 0, so that a server's database can be used again.</summary>
    private static int _next = (int)(DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 20_000) * 100_000;

    internal static async Task<int> RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3000;
        Console.WriteLine($"{count} journeys each: load 6 keys, commit 15 operations. The best of {Rounds} rounds, in turn.");
        await SqliteAsync(count);
        if (args.Length > 1)
        {
            await PostgresAsync(count, args[1]);
            await StorageHotBudget.RunAsync(args[1]);
        }

        return 0;
    }

    private static async Task SqliteAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("referrals-storage-");
        var text = $"Data Source={Path.Combine(folder.FullName, "storage.db")}";
        var options = new DbContextOptionsBuilder<ReferralsDbContext>().UseSqlite(text).Options;
        await using var connection = new SqliteConnection(text);
        await connection.OpenAsync();
        await CompareAsync("SQLite", count, options, connection, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false });
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    private static async Task PostgresAsync(int count, string text)
    {
        var options = new DbContextOptionsBuilder<ReferralsDbContext>().UseNpgsql(text).Options;
        await using var connection = new NpgsqlConnection(text);
        await connection.OpenAsync();
        await CompareAsync("PostgreSQL", count, options, connection, new EntityFrameworkStoreOptions());
    }

    private static async Task CompareAsync(
        string database, int count, DbContextOptions<ReferralsDbContext> options, System.Data.Common.DbConnection connection, EntityFrameworkStoreOptions store)
    {
        await using var context = new ReferralsDbContext(options);
        await context.Database.CreateReferralsSchemaAsync();
        if (connection is SqliteConnection sqlite)
        {
            await using var pragma = sqlite.CreateCommand();
            pragma.CommandText = "PRAGMA synchronous = NORMAL";
            await pragma.ExecuteNonQueryAsync();
        }

        var plain = new StoragePlainSql(connection);
        var hosted = new StoragePlainSql(context.Database.GetDbConnection());
        var kept = new EntityFrameworkReferralStore<ReferralsDbContext>(context, store);
        var best = Enumerable.Range(0, 7).Select(static _ => new StorageMeasure()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            await best[0].RunAsync(count, () => RepeatAsync(count, number => plain.RunAsync(number, ownTransaction: true)));
            await best[1].RunAsync(count, () => RepeatAsync(count, number => JourneyAsync(kept, number)));
            await best[2].RunAsync(count, () => RepeatAsync(count, async number =>
            {
                await using var scoped = new ReferralsDbContext(options);
                await JourneyAsync(new EntityFrameworkReferralStore<ReferralsDbContext>(scoped, store), number);
            }));
            await best[3].RunAsync(count, async () =>
            {
                await using var transaction = await connection.BeginTransactionAsync();
                plain.Transaction = transaction;
                await RepeatAsync(count, number => plain.RunAsync(number, ownTransaction: false));
                await transaction.CommitAsync();
                plain.Transaction = null;
            });
            await best[4].RunAsync(count, async () =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync();
                await RepeatAsync(count, number => JourneyAsync(kept, number));
                await transaction.CommitAsync();
            });
            await best[5].RunAsync(count, () => RepeatAsync(count, async number =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync();
                await JourneyAsync(kept, number);
                await transaction.CommitAsync();
            }));
            await best[6].RunAsync(count, () => RepeatAsync(count, async number =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync();
                hosted.Transaction = transaction.GetDbTransaction();
                await hosted.RunAsync(number, ownTransaction: false);
                await transaction.CommitAsync();
            }));
        }

        best[0].Print($"{database}, plain SQL, a transaction each", best[0]);
        best[1].Print($"{database}, the store, a transaction each", best[0]);
        best[2].Print($"{database}, the store, a context and a transaction each", best[0]);
        best[6].Print($"{database}, plain SQL, a transaction of the host's each", best[6]);
        best[5].Print($"{database}, the store, a transaction of the host's each", best[6]);
        best[3].Print($"{database}, plain SQL, all in one transaction", best[3]);
        best[4].Print($"{database}, the store, all in the host's transaction", best[3]);
    }

    private static async Task JourneyAsync(EntityFrameworkReferralStore<ReferralsDbContext> store, int number)
    {
        _ = await store.LoadAsync(StorageJourney.Partition, StorageJourney.Keys(number), default);
        var outcome = await store.CommitAsync(StorageJourney.Batch(number), default);
        if (outcome.Status != CommitStatus.Committed)
        {
            throw new InvalidOperationException($"The journey must commit; it answered {outcome.Status}.");
        }
    }

    private static async Task RepeatAsync(int count, Func<int, Task> journey)
    {
        for (var i = 0; i < count; i++)
        {
            await journey(Interlocked.Increment(ref _next));
        }
    }
}
