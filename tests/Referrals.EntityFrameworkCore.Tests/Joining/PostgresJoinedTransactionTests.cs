using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.Joining;

[Collection(PostgresGroup.Name)]
public sealed class PostgresJoinedTransactionTests(PostgresServer server) : JoinedTransactionTests
{
    [PostgresFact]
    public override Task Host_commit_keeps_orders_and_referrals() => base.Host_commit_keeps_orders_and_referrals();

    [PostgresFact]
    public override Task Host_rollback_takes_back_orders_and_referrals() => base.Host_rollback_takes_back_orders_and_referrals();

    [PostgresFact]
    public override Task Conflict_takes_back_the_batch_and_nothing_of_the_host() => base.Conflict_takes_back_the_batch_and_nothing_of_the_host();

    [PostgresFact]
    public override Task Reads_inside_the_transaction_see_its_own_commits() => base.Reads_inside_the_transaction_see_its_own_commits();

    [PostgresFact]
    public override Task Repeated_event_inside_the_transaction_gives_the_stored_one() => base.Repeated_event_inside_the_transaction_gives_the_stored_one();

    [PostgresFact]
    public override Task One_context_serves_one_transaction_after_another() => base.One_context_serves_one_transaction_after_another();

    [PostgresFact]
    public override Task Many_commits_share_one_transaction() => base.Many_commits_share_one_transaction();

    [PostgresFact]
    public async Task Lost_race_at_repeatable_read_asks_for_the_unit_of_work_again()
    {
        var options = await DatabaseAsync();
        await using var mine = new ShopDbContext(options);
        await using var other = new ShopDbContext(options);
        Assert.Equal(CommitStatus.Committed, (await Store(other).CommitAsync(Batch(Insert(Ann)), default)).Status);
        await using var transaction = await mine.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var read = (await Store(mine).LoadAsync(Spring, [Ann], default)).Find(Ann)!;
        var theirs = StoreOperation.Replace(Ann, 1, RecordContent.Of("theirs"u8.ToArray()));
        Assert.Equal(CommitStatus.Committed, (await Store(other).CommitAsync(Batch(theirs), default)).Status);

        var replace = StoreOperation.Replace(Ann, read.Version, RecordContent.Of("mine"u8.ToArray()));
        var exception = await Assert.ThrowsAsync<RetryUnitOfWorkException>(async () => await Store(mine).CommitAsync(Batch(replace), default));

        Assert.Equal("40001", Assert.IsType<PostgresException>(exception.InnerException).SqlState);
    }

    [PostgresFact]
    public async Task Ambient_transaction_is_joined()
    {
        var options = await DatabaseAsync();
        using (new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled))
        {
            await using var inside = new ShopDbContext(options);
            Assert.Equal(CommitStatus.Committed, (await Store(inside).CommitAsync(Batch(Insert(Ann)), default)).Status);
        }

        await using var after = new ShopDbContext(options);
        Assert.Null((await Store(after).LoadAsync(Spring, [Ann], default)).Find(Ann));
    }

    protected override async Task<DbContextOptions<ShopDbContext>> DatabaseAsync()
    {
        var options = new DbContextOptionsBuilder<ShopDbContext>().UseNpgsql(await server.NewDatabaseAsync()).Options;
        await using var context = new ShopDbContext(options);
        await context.Database.EnsureCreatedAsync();
        return options;
    }
}
