using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Events;
using Referrals.Tests.Hosting;

namespace Referrals.EntityFrameworkCore.Tests.Hosting;

/// <summary>Two instances of a host on one database, with a clock that only the test moves.</summary>
[Collection(PostgresGroup.Name)]
public sealed class DueWorkTests(PostgresServer server, SqliteDatabase sqlite) : IClassFixture<SqliteDatabase>
{
    private const int Referees = 25;

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly ConcurrentQueue<ReferralEvent> _events = new();

    [Fact]
    public Task Two_instances_on_sqlite_vest_and_deliver_each_thing_once() => RunAsync(options => options.UseSqlite(sqlite.ConnectionString));

    [PostgresFact]
    public async Task Two_instances_on_postgres_vest_and_deliver_each_thing_once()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await RunAsync(options => options.UseNpgsql(database.ConnectionString));
    }

    private async Task RunAsync(Action<DbContextOptionsBuilder> database)
    {
        await using var one = new HostInstance(_time, _events, database);
        await using var two = new HostInstance(_time, _events, database);
        await one.Service.StartAsync(default);
        await two.Service.StartAsync(default);
        await one.WithEngineAsync(JourneysAsync);
        await UntilAsync(() => _events.Count >= 1 + (2 * Referees), "The events of the journeys were not delivered.");

        _time.Advance(TimeSpan.FromDays(15));
        await UntilAsync(() => _events.Count >= 1 + (3 * Referees), "The events of the vested rewards were not delivered.");
        await one.Service.StopAsync(default);
        await two.Service.StopAsync(default);

        var balance = await one.WithEngineAsync(async engine => await engine.GetBalancesAsync(CustomerId.From("ann")));
        Assert.Equal(Amount.Of(10 * Referees, "EUR"), balance.Single().Available);
        Assert.Empty(await two.WithEngineAsync(async engine => await engine.Operations.VerifyAsync()));
        var decided = await two.WithEngineAsync(async engine => await engine.Operations.ReadDecisionsAsync().ToListAsync());
        Assert.All(decided, one => Assert.True(one.Decision.IsAccepted, one.Decision.Code));
        Assert.Equal(Referees, decided.Count(one => one.Input is Vesting));

        Assert.Equal(1 + (3 * Referees), _events.Count);
        Assert.Equal(_events.Count, _events.Select(told => told.Id).Distinct().Count());
        foreach (var stream in _events.GroupBy(told => told.Stream).Where(stream => stream.Key != "ann"))
        {
            Assert.Equal(
                ["referrals.sign_up.referred", "referrals.conversion.rewarded", "referrals.reward.vested"], stream.Select(told => told.Type));
        }
    }

    private static async Task<int> JourneysAsync(ReferralEngine engine)
    {
        await engine.EnrollAsync(Enrollment.Of(CustomerId.From("ann")));
        for (var i = 0; i < Referees; i++)
        {
            var referee = CustomerId.From($"referee-{i}");
            await engine.SignUpAsync(SignUp.Of(referee).ReferredBy(CustomerId.From("ann")));
            await engine.ConvertAsync(Conversion.Of(referee, $"order-{i}", "purchase", Amount.Of(80, "EUR")));
        }

        return Referees;
    }

    /// <summary>Lets the timers ring, a second at a time, until something has come true; half a minute of real time at most.</summary>
    private async Task UntilAsync(Func<bool> holds, string otherwise)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 600, otherwise);
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50);
        }
    }
}
