using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.Kpis;

public sealed class SqliteKpiSourceTests : KpiSourceTests, IAsyncLifetime
{
    private readonly List<SqliteDatabase> _databases = [];

    [Fact]
    public Task Sqlite_agrees_with_memory_on_the_shop() => AgreesOnTheShopAsync();

    [Fact]
    public Task Sqlite_agrees_with_memory_on_awkward_journals() => AgreesOnAwkwardJournalsAsync(60);

    [Fact]
    public Task Sqlite_windows_are_half_open_in_a_zone() => BordersAreHalfOpenAsync();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }
    }

    internal override async Task<IStoreUnderTest> DatabaseAsync()
    {
        var database = new SqliteDatabase();
        _databases.Add(database);
        await database.InitializeAsync();
        return database;
    }
}
