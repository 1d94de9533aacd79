using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Referrals.EntityFrameworkCore;
using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>The contenders of <see cref="StorageThroughput"/>. Each gets a partition of its own, with the referrers enrolled.</summary>
internal sealed class StorageBench(
    ReferralsDbContext context,
    Action<DbContextOptionsBuilder> configure,
    DbConnection connection,
    Func<DbConnection> connect,
    EntityFrameworkStoreOptions settings,
    IReadOnlyList<StorageStep> before,
    IReadOnlyList<StorageStep> steps)
{
    private readonly string _run = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
    private readonly StoragePlainSql _alone = new(connection, settings.PrepareStatements);
    private readonly StoragePlainSql _hosted = new(context.Database.GetDbConnection(), settings.PrepareStatements);
    private readonly EntityFrameworkReferralStore<ReferralsDbContext> _store = new(context, settings);
    private int _programs;

    /// <summary>A program that the database has not seen, so that a server's database can be used again.</summary>
    internal string NextProgram() => string.Create(CultureInfo.InvariantCulture, $"bench-{_run}-{_programs++}");

    /// <summary>Hand-written SQL, each input in a transaction of its own.</summary>
    internal async Task<Func<int, Task>> PlainAloneAsync(string program)
    {
        var mine = await ReplayAsync(program);
        return number => _alone.RunAloneAsync(mine[number]);
    }

    /// <summary>Hand-written SQL on a new connection for each input, which the pool hands out, as in a web application.</summary>
    internal async Task<Func<int, Task>> PlainInScopesAsync(string program)
    {
        var mine = await ReplayAsync(program);
        return async number =>
        {
            await using var scoped = connect();
            await scoped.OpenAsync();
            await BeginAsync(scoped);
            await new StoragePlainSql(scoped, settings.PrepareStatements).RunAloneAsync(mine[number]);
        };
    }

    /// <summary>What a new connection to SQLite is told; a server needs nothing.</summary>
    internal static async Task BeginAsync(DbConnection connection)
    {
        if (connection is SqliteConnection sqlite)
        {
            await using var pragma = sqlite.CreateCommand();
            pragma.CommandText = "PRAGMA synchronous = NORMAL";
            await pragma.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Hand-written SQL, in the host's transaction.</summary>
    internal async Task<Func<int, Task>> PlainAsync(string program)
    {
        var mine = await ReplayAsync(program);
        return number => _hosted.RunAsync(mine[number]);
    }

    /// <summary>The store, which is given the batches that the engine made before.</summary>
    internal async Task<Func<int, Task>> StoreAsync(string program)
    {
        var mine = await ReplayAsync(program);
        return number => CommitAsync(mine[number]);
    }

    /// <summary>The engine, which loads, decides and commits.</summary>
    internal async Task<Func<int, Task>> EngineAsync(string program)
    {
        var engine = StorageJourney.Engine(_store, program);
        var inputs = await StorageJourney.PrepareAsync(engine, steps.Count / StorageJourney.InputsEach);
        return number => StorageJourney.SubmitAsync(engine, inputs[number]);
    }

    /// <summary>The engine in a scope for each input, as in a web application.</summary>
    internal async Task<Func<int, Task>> EngineInScopesAsync(string program, bool pooled)
    {
        var inputs = await StorageJourney.PrepareAsync(StorageJourney.Engine(_store, program), steps.Count / StorageJourney.InputsEach);
        var services = new ServiceCollection();
        if (pooled)
        {
            services.AddDbContextPool<ReferralsDbContext>(configure);
        }
        else
        {
            services.AddDbContext<ReferralsDbContext>(configure);
        }

        services.AddReferrals(r => r.AddProgram(StorageJourney.Program(program)))
            .UseEntityFrameworkCore<ReferralsDbContext>(o =>
            {
                o.SqliteSurvivesPowerFailure = settings.SqliteSurvivesPowerFailure;
                o.PrepareStatements = settings.PrepareStatements;
            });
        var provider = services.BuildServiceProvider();
        return async number =>
        {
            await using var scope = provider.CreateAsyncScope();
            await StorageJourney.SubmitAsync(scope.ServiceProvider.GetRequiredService<ReferralEngine>(), inputs[number]);
        };
    }

    /// <summary>Runs all inputs, so many in each transaction of the host's; 0 for none.</summary>
    internal async Task RepeatAsync(Func<int, Task> run, int perTransaction)
    {
        for (var next = 0; next < steps.Count;)
        {
            if (perTransaction == 0)
            {
                await run(next++);
                continue;
            }

            await using var transaction = await context.Database.BeginTransactionAsync();
            _hosted.Transaction = transaction.GetDbTransaction();
            for (var end = Math.Min(next + perTransaction, steps.Count); next < end; next++)
            {
                await run(next);
            }

            await transaction.CommitAsync();
            _hosted.Transaction = null;
        }
    }

    private async Task<StorageStep[]> ReplayAsync(string program)
    {
        var partition = StorageJourney.Partition(program);
        foreach (var step in before)
        {
            await CommitAsync(step.In(partition));
        }

        return [.. steps.Select(step => step.In(partition))];
    }

    private async Task CommitAsync(StorageStep step)
    {
        await using var session = await _store.OpenSessionAsync(default);
        _ = await _store.LoadAsync(step.Batch.Partition, step.Keys, default);
        var outcome = await _store.CommitAsync(step.Batch, default);
        if (outcome.Status != CommitStatus.Committed)
        {
            throw new InvalidOperationException($"The journey must commit; it answered {outcome.Status}.");
        }
    }
}
