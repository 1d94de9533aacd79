using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>How often the store speaks with the server, and what it leaves behind there.</summary>
[Collection(PostgresGroup.Name)]
public sealed class RoundTripTests(PostgresServer server)
{
    private static readonly Partition Spring = Partition.Of(ProgramId.From("spring"));
    private static readonly RecordKey Ann = RecordKey.Of(RecordKind.Customer, "ann");
    private static readonly RecordKey Budget = RecordKey.Of(RecordKind.Counter, "budget");

    [PostgresFact]
    public async Task Commit_takes_one_round_trip()
    {
        await using var context = await ContextAsync();
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context);
        await store.CommitAsync(Batch("prepares-the-statements"), default);

        var (trips, outcome) = await CountAsync(() => store.CommitAsync(Batch("order-2"), default));

        Assert.Equal((1, CommitStatus.Committed), (trips, outcome.Status));
    }

    [PostgresFact]
    public async Task Commit_in_the_hosts_transaction_takes_one_round_trip_however_many_there_were()
    {
        await using var context = await ContextAsync();
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context);
        await using var transaction = await context.Database.BeginTransactionAsync();
        for (var i = 0; i < 40; i++)
        {
            var id = $"order-{i}";
            var (trips, outcome) = await CountAsync(() => store.CommitAsync(Batch(id), default));
            Assert.Equal((1, CommitStatus.Committed), (trips, outcome.Status));
        }

        await transaction.CommitAsync();
        Assert.Equal(40, (await store.LoadAsync(Spring, [Budget], default)).Find(Budget)!.Number);
    }

    [PostgresFact]
    public async Task Unmet_condition_leaves_no_transaction_open_and_names_all_keys()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var context = database.Context();
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context);
        await context.Database.OpenConnectionAsync();
        await store.CommitAsync(Batch("order-1"), default);

        var outcome = await store.CommitAsync(
            CommitBatch.Of(
                Spring,
                [
                    StoreOperation.Insert(RecordKey.Of(RecordKind.Event, "order-2"), RecordContent.Of("{}"u8.ToArray())),
                    StoreOperation.Replace(Ann, 2, RecordContent.Of("{}"u8.ToArray())),
                    StoreOperation.Add(Budget, 1, maximum: 1),
                ]),
            default);

        Assert.Equal([Ann, Budget], outcome.Conflicts);
        Assert.Equal("idle", await StateOfAsync(database, Backend(context)));
    }

    [PostgresFact]
    public async Task Decision_keeps_its_connection_from_the_first_load_to_the_commit()
    {
        await using var context = await ContextAsync();
        var opened = 0;
        context.Database.GetDbConnection().StateChange += (_, change) => opened += change.CurrentState == System.Data.ConnectionState.Open ? 1 : 0;
        var program = ReferralProgram.Create("spring", p => p.Qualify(q => q.On("purchase")).RewardReferee(r => r.Flat(5, "EUR")));
        var engine = new ReferralEngine(new EntityFrameworkReferralStore<ReferralsDbContext>(context), new ReferralsOptions().AddProgram(program));

        await engine.EnrollAsync(Enrollment.Of(CustomerId.From("ann")));

        Assert.Equal(1, opened);
        Assert.Equal(System.Data.ConnectionState.Closed, context.Database.GetDbConnection().State);
    }

    [PostgresFact]
    public async Task Connection_that_dies_in_a_session_is_replaced_by_a_retrying_strategy()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var context = new ReferralsDbContext(new DbContextOptionsBuilder<ReferralsDbContext>()
            .UseNpgsql(database.ConnectionString, npgsql => npgsql.EnableRetryOnFailure(3)).Options);
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context);

        await using (await store.OpenSessionAsync(default))
        {
            await store.LoadAsync(Spring, [Ann], default);
            await KillAsync(database, Backend(context));
            Assert.Equal(CommitStatus.Committed, (await store.CommitAsync(Batch("order-1"), default)).Status);
        }

        Assert.Equal(System.Data.ConnectionState.Closed, context.Database.GetDbConnection().State);
        Assert.Equal(1, (await store.LoadAsync(Spring, [Ann], default)).Count);
    }

    [PostgresFact]
    public async Task Connection_that_dies_in_a_session_is_an_exception_and_the_next_session_works()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var context = database.Context();
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context);

        await using (await store.OpenSessionAsync(default))
        {
            await KillAsync(database, Backend(context));
            await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await store.CommitAsync(Batch("order-1"), default));
        }

        await using (await store.OpenSessionAsync(default))
        {
            Assert.Equal(CommitStatus.Committed, (await store.CommitAsync(Batch("order-1"), default)).Status);
        }
    }

    /// <summary>Npgsql tells of each batch or command that it sends by an activity.</summary>
    private static async Task<(int Trips, T Result)> CountAsync<T>(Func<ValueTask<T>> act)
    {
        var trips = 0;
        using var parent = new Activity("count").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Npgsql",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped => trips += stopped.TraceId == parent.TraceId && stopped.Kind == ActivityKind.Client ? 1 : 0,
        };
        ActivitySource.AddActivityListener(listener);
        var result = await act();
        return (trips, result);
    }

    private static CommitBatch Batch(string id) => CommitBatch.Of(
        Spring,
        [
            StoreOperation.Insert(RecordKey.Of(RecordKind.Event, id), RecordContent.Of("{}"u8.ToArray())),
            id == "order-1" ? StoreOperation.Insert(Ann, RecordContent.Of("{}"u8.ToArray())) : StoreOperation.Require(RecordKey.Of(RecordKind.Reward, id), 0),
            StoreOperation.Add(Budget, 1, 0),
        ]);

    private async Task<ReferralsDbContext> ContextAsync() => (await PostgresDatabase.CreateAsync(server)).Context();

    private static int Backend(ReferralsDbContext context) => ((NpgsqlConnection)context.Database.GetDbConnection()).ProcessID;

    private static async Task<string> StateOfAsync(PostgresDatabase database, int backend) =>
        (string)(await ScalarAsync(database, $"SELECT state FROM pg_stat_activity WHERE pid = {backend}"))!;

    private static Task<object?> KillAsync(PostgresDatabase database, int backend) =>
        ScalarAsync(database, $"SELECT pg_terminate_backend({backend}, 5000)");

    private static async Task<object?> ScalarAsync(PostgresDatabase database, string text)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant with a number in it.
        command.CommandText = text;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
