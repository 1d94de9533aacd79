using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.Sqlite;

/// <summary>A database file of its own, with the tables in it; deleted at the end.</summary>
public sealed class SqliteDatabase : IStoreUnderTest, IAsyncLifetime
{
    private static readonly EntityFrameworkStoreOptions Options = new() { SqliteSurvivesPowerFailure = false };

    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-").FullName;

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "referrals.db")}";

    public ReferralsDbContext Context() =>
        new(new DbContextOptionsBuilder<ReferralsDbContext>().UseSqlite(ConnectionString).Options);

    public async Task InitializeAsync()
    {
        await using var context = Context();
        await context.Database.CreateReferralsSchemaAsync();
    }

    public Task DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellationToken)
    {
        var context = Context();
        return ValueTask.FromResult(new OpenedStore(new EntityFrameworkReferralStore<ReferralsDbContext>(context, Options), context));
    }
}
