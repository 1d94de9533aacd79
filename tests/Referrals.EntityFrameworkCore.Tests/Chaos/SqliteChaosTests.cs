using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Xunit.Abstractions;

namespace Referrals.EntityFrameworkCore.Tests.Chaos;

public sealed class SqliteChaosTests(SqliteDatabase database, ITestOutputHelper output) : IClassFixture<SqliteDatabase>
{
    [Fact]
    public async Task Killed_workers_lose_nothing_and_do_nothing_twice()
    {
        using var run = new ChaosRun("sqlite", database.ConnectionString);
        await run.KillAsync(kills: Kills.Of(20));
        var answered = await run.CheckAsync();
        output.WriteLine($"{answered} inputs were answered through {Kills.Of(20)} kills; each is there once.");
        Assert.True(answered > 10 * Kills.Of(20), "The workers did too little for the kills to tell anything.");
    }
}
