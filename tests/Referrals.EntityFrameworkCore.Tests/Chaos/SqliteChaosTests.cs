using Referrals.EntityFrameworkCore.Tests.Sqlite;

namespace Referrals.EntityFrameworkCore.Tests.Chaos;

public sealed class SqliteChaosTests(SqliteDatabase database) : IClassFixture<SqliteDatabase>
{
    [Fact]
    public async Task Killed_workers_lose_nothing_and_do_nothing_twice()
    {
        using var run = new ChaosRun("sqlite", database.ConnectionString);
        await run.KillAsync(kills: Kills.Of(20));
        Assert.True(await run.CheckAsync() > 0, "No worker got an answer.");
    }
}
