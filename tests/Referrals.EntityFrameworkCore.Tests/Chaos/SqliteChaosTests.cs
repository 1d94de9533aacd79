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

    [Fact]
    public async Task Killed_workers_pay_each_amount_once()
    {
        using var run = new ChaosRun("sqlite", database.ConnectionString, paysOut: true);
        await run.KillAsync(kills: Kills.Of(10));
        var arrived = await run.CheckPayoutsAsync();
        output.WriteLine($"{arrived} transfers have arrived through {Kills.Of(10)} kills, each once.");
        Assert.True(arrived > Kills.Of(10), "The workers did too little for the kills to tell anything.");
    }
}
