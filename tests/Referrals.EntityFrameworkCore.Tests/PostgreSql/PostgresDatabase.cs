using Microsoft.EntityFrameworkCore;
using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>A database of its own on the tests' server, with the tables in it.</summary>
internal sealed class PostgresDatabase : IStoreUnderTest
{
    private readonly string _connectionString;

    private PostgresDatabase(string connectionString) => _connectionString = connectionString;

    public string ConnectionString => _connectionString;

    public static async Task<PostgresDatabase> CreateAsync(PostgresServer server)
    {
        var database = new PostgresDatabase(await server.NewDatabaseAsync());
        await using var context = database.Context();
        await context.Database.CreateReferralsSchemaAsync();
        return database;
    }

    public ReferralsDbContext Context() =>
        new(new DbContextOptionsBuilder<ReferralsDbContext>().UseNpgsql(_connectionString).Options);

    public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellationToken)
    {
        var context = Context();
        return ValueTask.FromResult(new OpenedStore(new EntityFrameworkReferralStore<ReferralsDbContext>(context), context));
    }
}
