using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Referrals.EntityFrameworkCore;

namespace Referrals.Benchmarks;

/// <summary>
/// Inputs per second through the engine and through the store alone, beside the same rows written by hand in plain SQL, in one run. Not
/// BenchmarkDotNet: a commit waits for a disk or a server, and what counts is how many go through in a second.
/// </summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/Referrals.Benchmarks -- storage [JOURNEYS] [POSTGRES CONNECTION STRING [unprepared]]</c></remarks>
internal static class StorageThroughput
{
    private const int Rounds = 5;

    internal static async Task<int> RunAsync(string[] args)
    {
        var journeys = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
        var (before, steps) = await StorageJourney.RecordAsync(journeys);
        Console.WriteLine($"Medians of {Rounds} rounds; in each, all take turns. Ratios are to plain SQL above, in the same round.");
        await SqliteAsync(before, steps);
        if (args.Length > 1)
        {
            var settings = new EntityFrameworkStoreOptions { PrepareStatements = args is not [_, _, "unprepared"] };
            await PostgresAsync(before, steps, args[1], settings);
            await StorageWorkers.RunAsync(journeys, args[1], settings);
            if (settings.PrepareStatements)
            {
                await StorageHotBudget.RunAsync(args[1]);
            }
        }

        return 0;
    }

    private static async Task SqliteAsync(IReadOnlyList<StorageStep> before, IReadOnlyList<StorageStep> steps)
    {
        var folder = Directory.CreateTempSubdirectory("referrals-storage-");
        var text = $"Data Source={Path.Combine(folder.FullName, "storage.db")}";
        await using (var connection = new SqliteConnection(text))
        {
            await CompareAsync("SQLite", before, steps, options => options.UseSqlite(text), connection, () => new SqliteConnection(text),
                new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false });
        }

        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    private static async Task PostgresAsync(IReadOnlyList<StorageStep> before, IReadOnlyList<StorageStep> steps, string text, EntityFrameworkStoreOptions settings)
    {
        await using var connection = new NpgsqlConnection(text);
        await CompareAsync("PostgreSQL", before, steps, options => options.UseNpgsql(text), connection, () => new NpgsqlConnection(text), settings);
    }

    private static async Task CompareAsync(
        string database,
        IReadOnlyList<StorageStep> before,
        IReadOnlyList<StorageStep> steps,
        Action<DbContextOptionsBuilder> configure,
        DbConnection connection,
        Func<DbConnection> connect,
        EntityFrameworkStoreOptions store)
    {
        var options = new DbContextOptionsBuilder<ReferralsDbContext>();
        configure(options);
        await using var context = new ReferralsDbContext(options.Options);
        await context.Database.CreateReferralsSchemaAsync();
        if (connection is SqliteConnection)
        {
            await connection.OpenAsync();
        }

        await StorageBench.BeginAsync(connection);
        var bench = new StorageBench(context, configure, connection, connect, store, before, steps);
        const int Alone = 0;
        (string What, int PerTransaction, int Ceiling, Func<string, Task<Func<int, Task>>> Prepare)[] contenders =
        [
            ("plain SQL, a transaction each", Alone, 0, bench.PlainAloneAsync),
            ("the store, a transaction each", Alone, 0, bench.StoreAsync),
            ("the engine, a transaction each", Alone, 0, bench.EngineAsync),
            ("plain SQL, a connection from the pool each", Alone, 3, bench.PlainInScopesAsync),
            ("the engine, a scope each with a context from a pool", Alone, 3, program => bench.EngineInScopesAsync(program, pooled: true)),
            ("the engine, a scope each with a new context", Alone, 3, program => bench.EngineInScopesAsync(program, pooled: false)),
            ("plain SQL, a transaction of the host's each", 1, 6, bench.PlainAsync),
            ("the store, a transaction of the host's each", 1, 6, bench.StoreAsync),
            ("the engine, a transaction of the host's each", 1, 6, bench.EngineAsync),
            ("plain SQL, 100 in a transaction of the host's", 100, 9, bench.PlainAsync),
            ("the store, 100 in a transaction of the host's", 100, 9, bench.StoreAsync),
            ("the engine, 100 in a transaction of the host's", 100, 9, bench.EngineAsync),
        ];
        var measures = contenders.Select(static _ => new StorageMeasure()).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var run = await contenders[i].Prepare(bench.NextProgram());
                var measure = round == 0 ? new StorageMeasure() : measures[i];
                await measure.RunAsync(steps.Count, () => bench.RepeatAsync(run, contenders[i].PerTransaction));
            }
        }

        for (var i = 0; i < contenders.Length; i++)
        {
            measures[i].Print($"{database}, {contenders[i].What}", measures[contenders[i].Ceiling]);
        }
    }
}
