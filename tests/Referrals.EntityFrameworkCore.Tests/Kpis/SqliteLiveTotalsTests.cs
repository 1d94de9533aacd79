using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.Kpis;

public sealed class SqliteLiveTotalsTests(SqliteDatabase database) : LiveTotalsTests, IClassFixture<SqliteDatabase>
{
    [Fact]
    public Task Sqlite_live_totals_equal_rebuilt_ones() => EqualsRebuiltInAnyOrderAsync(8);

    [Fact]
    public Task Sqlite_live_totals_fold_only_what_changed() => FoldsOnlyWhatChangedAsync();

    [Fact]
    public async Task Live_totals_are_not_read_inside_a_transaction()
    {
        await using var context = database.Context();
        await using var transaction = await context.Database.BeginTransactionAsync();
        using var live = Live(StoredJournal.Spring);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => live.GroupsAsync(new EntityFrameworkReferralStore<ReferralsDbContext>(context), default));

        Assert.Contains("not read inside a transaction", error.Message, StringComparison.Ordinal);
    }

    internal override Task<IStoreUnderTest> DatabaseAsync() => Task.FromResult<IStoreUnderTest>(database);
}
