using Microsoft.EntityFrameworkCore;
using Npgsql;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>A connection that dies during a commit: an exception, and all or nothing in the database.</summary>
[Collection(PostgresGroup.Name)]
public sealed class LostConnectionTests(PostgresServer server)
{
    private static readonly Partition Spring = Partition.Of(ProgramId.From("spring"));
    private static readonly RecordKey Order = RecordKey.Of(RecordKind.Event, "order-1");
    private static readonly RecordKey Ann = RecordKey.Of(RecordKind.Customer, "ann");

    private static readonly CommitBatch Batch = CommitBatch.Of(
        Spring,
        [
            StoreOperation.Insert(Order, RecordContent.Of("{}"u8.ToArray())),
            StoreOperation.Insert(Ann, RecordContent.Of("{}"u8.ToArray())),
            StoreOperation.Add(RecordKey.Of(RecordKind.Counter, "budget"), 1),
        ]);

    [PostgresFact]
    public async Task Killed_connection_is_an_exception_and_nothing_is_stored()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var context = database.Context();
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context);
        await using var blocker = await BlockAsync(database);

        var commit = Task.Run(async () => await store.CommitAsync(Batch, default));
        await KillBlockedAsync(database);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => commit);

        await blocker.DisposeAsync();
        var snapshot = await store.LoadAsync(Spring, [Order, Ann], default);
        Assert.Equal(0, snapshot.Count);
        Assert.Equal(CommitStatus.Committed, (await store.CommitAsync(Batch, default)).Status);
    }

    [PostgresFact]
    public async Task Retrying_strategy_sends_the_batch_again()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var context = Retrying(database);
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context);
        await using var blocker = await BlockAsync(database);

        var commit = Task.Run(async () => await store.CommitAsync(Batch, default));
        await KillBlockedAsync(database);
        await blocker.DisposeAsync();

        Assert.Equal(CommitStatus.Committed, (await commit).Status);
        Assert.Equal(2, (await store.LoadAsync(Spring, [Order, Ann], default)).Count);
    }

    [PostgresFact]
    public async Task Retrying_strategy_works_where_nothing_fails()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var context = Retrying(database);
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context);
        Assert.Equal(CommitStatus.Committed, (await store.CommitAsync(Batch, default)).Status);
        Assert.Equal(CommitStatus.AlreadyProcessed, (await store.CommitAsync(Batch, default)).Status);
    }

    private static ReferralsDbContext Retrying(PostgresDatabase database) => new(
        new DbContextOptionsBuilder<ReferralsDbContext>()
            .UseNpgsql(database.ConnectionString, npgsql => npgsql.EnableRetryOnFailure(3)).Options);

    /// <summary>Another transaction has inserted the customer and not ended: the commit must wait for it.</summary>
    private static async Task<NpgsqlConnection> BlockAsync(PostgresDatabase database)
    {
        var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            BEGIN;
            INSERT INTO referral_records (partition, kind, id, version, value) VALUES ('spring', 1, 'ann', 1, '');
            """;
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task KillBlockedAsync(PostgresDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;
        for (var tries = 0; (long)(await command.ExecuteScalarAsync())! == 0; tries++)
        {
            Assert.True(tries < 500, "The commit never waited for the other transaction.");
            await Task.Delay(10);
        }
    }
}
