using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.Kpis;

[Collection(PostgresGroup.Name)]
public sealed class PostgresLiveTotalsTests(PostgresServer server) : LiveTotalsTests
{
    [PostgresFact]
    public Task Postgres_live_totals_equal_rebuilt_ones() => EqualsRebuiltInAnyOrderAsync(5);

    [PostgresFact]
    public Task Postgres_live_totals_fold_only_what_changed() => FoldsOnlyWhatChangedAsync();

    [PostgresFact]
    public Task Postgres_live_totals_equal_rebuilt_ones_after_writers() => EqualsRebuiltAfterConcurrentWritersAsync(4);

    /// <summary>A transaction takes a position, another commits a later one, the dashboard is read, and only then the first one commits.</summary>
    [PostgresFact]
    public async Task Fact_of_a_transaction_that_ends_late_is_not_missed()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var other = await database.OpenAsync(default);
        using var live = Live(StoredJournal.Spring);
        await StoredJournal.WriteAsync(other.Store, StoredJournal.Spring, [Share("a", StartOf(1))], "first");
        _ = await FoldedAsync(live, other);

        await using var slow = database.Context();
        await using var transaction = await slow.Database.BeginTransactionAsync();
        var joined = new EntityFrameworkReferralStore<ReferralsDbContext>(slow);
        await StoredJournal.WriteAsync(joined, StoredJournal.Spring, [Share("b", StartOf(2))], "slow");
        await StoredJournal.WriteAsync(other.Store, StoredJournal.Spring, [Share("c", StartOf(7))], "fast");
        Assert.Equal(1, await FoldedAsync(live, other));
        Assert.Equal(1, await FoldedAsync(live, other));
        await transaction.CommitAsync();

        Assert.Equal(6, await FoldedAsync(live, other));
        await SameAsync(database, StoredJournal.Spring, live, "after the late commit");
        Assert.Equal(0, await FoldedAsync(live, other));
    }

    internal override async Task<IStoreUnderTest> DatabaseAsync() => await PostgresDatabase.CreateAsync(server);
}
