using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.Joining;

public sealed class SqliteJoinedTransactionTests : JoinedTransactionTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-").FullName;

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "shop.db")}";

    [Fact]
    public override Task Host_commit_keeps_orders_and_referrals() => base.Host_commit_keeps_orders_and_referrals();

    [Fact]
    public override Task Host_rollback_takes_back_orders_and_referrals() => base.Host_rollback_takes_back_orders_and_referrals();

    [Fact]
    public override Task Conflict_takes_back_the_batch_and_nothing_of_the_host() => base.Conflict_takes_back_the_batch_and_nothing_of_the_host();

    [Fact]
    public override Task Reads_inside_the_transaction_see_its_own_commits() => base.Reads_inside_the_transaction_see_its_own_commits();

    [Fact]
    public override Task Repeated_event_inside_the_transaction_gives_the_stored_one() => base.Repeated_event_inside_the_transaction_gives_the_stored_one();

    [Fact]
    public override Task One_context_serves_one_transaction_after_another() => base.One_context_serves_one_transaction_after_another();

    [Fact]
    public override Task Many_commits_share_one_transaction() => base.Many_commits_share_one_transaction();

    /// <summary>Without a pool each transaction of the context opens the file anew, and the commands of the one before are of no use.</summary>
    [Fact]
    public async Task Each_transaction_may_have_a_connection_of_its_own()
    {
        _ = await DatabaseAsync();
        await using var context = new ShopDbContext(
            new DbContextOptionsBuilder<ShopDbContext>().UseSqlite(ConnectionString + ";Pooling=False;Default Timeout=1").Options);
        for (var i = 1; i <= 5; i++)
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            var outcome = await Store(context).CommitAsync(Batch(Insert(RecordKey.Of(RecordKind.Event, $"e{i}"))), default);
            Assert.Equal(CommitStatus.Committed, outcome.Status);
            await transaction.CommitAsync();
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    protected override async Task<DbContextOptions<ShopDbContext>> DatabaseAsync()
    {
        var options = new DbContextOptionsBuilder<ShopDbContext>().UseSqlite(ConnectionString).Options;
        await using var context = new ShopDbContext(options);
        await context.Database.EnsureCreatedAsync();
        return options;
    }
}
