using Npgsql;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Xunit.Abstractions;

namespace Referrals.EntityFrameworkCore.Tests.Chaos;

[Collection(PostgresGroup.Name)]
public sealed class PostgresChaosTests(PostgresServer server, ITestOutputHelper output)
{
    private const int KillCount = 40;
    private const int CrashCount = 3;

    /// <summary>Workers die at any moment, and now and then the whole database does. A server that is not the tests' own is left alone.</summary>
    [PostgresFact]
    public async Task Killed_workers_and_crashed_databases_lose_nothing_and_do_nothing_twice()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        var connectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Timeout = 5, CommandTimeout = 10 }.ConnectionString;
        using var run = new ChaosRun("postgresql", connectionString);
        var crashes = 0;
        await run.KillAsync(Kills.Of(KillCount), afterKill: kill =>
        {
            if (server.IsPrivate && kill % (KillCount / CrashCount) == KillCount / CrashCount / 2)
            {
                server.Crash();
                crashes++;
            }
        });
        var answered = await run.CheckAsync();
        output.WriteLine($"{answered} inputs were answered through {Kills.Of(KillCount)} kills and {crashes} crashes; each is there once.");
        Assert.True(answered > 10 * Kills.Of(KillCount), "The workers did too little for the kills to tell anything.");
        Assert.True(!server.IsPrivate || crashes >= Kills.Of(CrashCount), $"The database crashed {crashes} times only.");
    }

    [PostgresFact]
    public async Task Killed_workers_pay_each_amount_once()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        using var run = new ChaosRun("postgresql", database.ConnectionString, paysOut: true);
        await run.KillAsync(kills: Kills.Of(12));
        var arrived = await run.CheckPayoutsAsync();
        output.WriteLine($"{arrived} transfers have arrived through {Kills.Of(12)} kills, each once.");
        Assert.True(arrived > Kills.Of(12), "The workers did too little for the kills to tell anything.");
    }
}
