using System.Text;
using Microsoft.EntityFrameworkCore;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.Joining;

/// <summary>What holds for a commit inside the host's transaction, on each database.</summary>
public abstract class JoinedTransactionTests
{
    protected static Partition Spring { get; } = Partition.Of(ProgramId.From("spring"));

    protected static RecordKey Ann { get; } = RecordKey.Of(RecordKind.Customer, "ann");

    private static RecordKey Budget { get; } = RecordKey.Of(RecordKind.Counter, "budget");

    public virtual async Task Host_commit_keeps_orders_and_referrals()
    {
        var options = await DatabaseAsync();
        await using (var context = new ShopDbContext(options))
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await OrderAndCommitAsync(context, 1);
            await transaction.CommitAsync();
        }

        Assert.Equal((1, true, 5), await FindAsync(options));
    }

    public virtual async Task Host_rollback_takes_back_orders_and_referrals()
    {
        var options = await DatabaseAsync();
        await using (var context = new ShopDbContext(options))
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await OrderAndCommitAsync(context, 1);
            await transaction.RollbackAsync();
        }

        Assert.Equal((0, false, 0), await FindAsync(options));
    }

    public virtual async Task Conflict_takes_back_the_batch_and_nothing_of_the_host()
    {
        var options = await DatabaseAsync();
        await using (var context = new ShopDbContext(options))
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await OrderAndCommitAsync(context, 1);
            context.Orders.Add(new Order { Id = 2, Customer = "bob" });
            await context.SaveChangesAsync();
            var outcome = await Store(context).CommitAsync(Batch(StoreOperation.Add(Budget, 7), Insert(Ann)), default);
            Assert.Equal(CommitStatus.Conflict, outcome.Status);
            Assert.Equal([Ann], outcome.Conflicts);
            Assert.Equal(CommitStatus.Committed, (await Store(context).CommitAsync(Batch(StoreOperation.Add(Budget, 1)), default)).Status);
            await transaction.CommitAsync();
        }

        Assert.Equal((2, true, 6), await FindAsync(options));
    }

    public virtual async Task Reads_inside_the_transaction_see_its_own_commits()
    {
        var options = await DatabaseAsync();
        await using var context = new ShopDbContext(options);
        await using var transaction = await context.Database.BeginTransactionAsync();
        await OrderAndCommitAsync(context, 1);
        var snapshot = await Store(context).LoadAsync(Spring, [Ann, Budget], default);
        Assert.Equal(5, snapshot.Find(Budget)!.Number);
        var scanned = new List<StoredRecord>();
        await foreach (var record in Store(context).ScanAsync(Spring, RecordKind.Customer, ScanRange.All, default))
        {
            scanned.Add(record);
        }

        Assert.Equal([Ann], scanned.Select(record => record.Key));
    }

    public virtual async Task Repeated_event_inside_the_transaction_gives_the_stored_one()
    {
        var options = await DatabaseAsync();
        await using var context = new ShopDbContext(options);
        await using var transaction = await context.Database.BeginTransactionAsync();
        var order = RecordKey.Of(RecordKind.Event, "order-1");
        Assert.Equal(CommitStatus.Committed, (await Store(context).CommitAsync(Batch(Insert(order), StoreOperation.Add(Budget, 5)), default)).Status);
        var again = await Store(context).CommitAsync(Batch(Insert(order), StoreOperation.Add(Budget, 5)), default);
        Assert.Equal(CommitStatus.AlreadyProcessed, again.Status);
        Assert.Equal("order-1", Encoding.UTF8.GetString(again.StoredEvent!.Content.Value.Span));
        Assert.Equal(5, (await Store(context).LoadAsync(Spring, [Budget], default)).Find(Budget)!.Number);
    }

    public virtual async Task Many_commits_share_one_transaction()
    {
        var options = await DatabaseAsync();
        await using (var context = new ShopDbContext(options))
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            for (var i = 0; i < 300; i++)
            {
                var batch = Batch(Insert(RecordKey.Of(RecordKind.Event, $"e{i}")), StoreOperation.Add(Budget, 1));
                Assert.Equal(CommitStatus.Committed, (await Store(context).CommitAsync(batch, default)).Status);
            }

            await transaction.CommitAsync();
        }

        Assert.Equal((0, false, 300), await FindAsync(options));
    }

    public virtual async Task One_context_serves_one_transaction_after_another()
    {
        var options = await DatabaseAsync();
        await using (var context = new ShopDbContext(options))
        {
            var store = Store(context);
            for (var i = 0; i < 6; i++)
            {
                await using var transaction = await context.Database.BeginTransactionAsync();
                Assert.Equal(CommitStatus.Committed, (await store.CommitAsync(Batch(StoreOperation.Add(Budget, 1)), default)).Status);
                if (i % 2 == 0)
                {
                    await transaction.CommitAsync();
                }
            }
        }

        Assert.Equal((0, false, 3), await FindAsync(options));
    }

    /// <summary>A new database with the host's table and ours.</summary>
    protected abstract Task<DbContextOptions<ShopDbContext>> DatabaseAsync();

    protected static EntityFrameworkReferralStore<ShopDbContext> Store(ShopDbContext context) => new(context);

    protected static CommitBatch Batch(params StoreOperation[] operations) => CommitBatch.Of(Spring, operations);

    protected static StoreOperation Insert(RecordKey key) =>
        StoreOperation.Insert(key, RecordContent.Of(Encoding.UTF8.GetBytes(key.Id)));

    private static async Task OrderAndCommitAsync(ShopDbContext context, int order)
    {
        context.Orders.Add(new Order { Id = order, Customer = "ann" });
        var outcome = await Store(context).CommitAsync(Batch(Insert(Ann), StoreOperation.Add(Budget, 5)), default);
        Assert.Equal(CommitStatus.Committed, outcome.Status);
        await context.SaveChangesAsync();
    }

    private static async Task<(int Orders, bool HasAnn, long Budget)> FindAsync(DbContextOptions<ShopDbContext> options)
    {
        await using var context = new ShopDbContext(options);
        var snapshot = await Store(context).LoadAsync(Spring, [Ann, Budget], default);
        return (await context.Orders.CountAsync(), snapshot.Find(Ann) is not null, snapshot.Find(Budget)?.Number ?? 0);
    }
}
