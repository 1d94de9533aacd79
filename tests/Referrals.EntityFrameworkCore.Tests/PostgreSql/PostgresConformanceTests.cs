using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

[Collection(PostgresGroup.Name)]
public sealed class PostgresConformanceTests(PostgresServer server, PostgresConformanceTests.Shared shared)
    : IClassFixture<PostgresConformanceTests.Shared>
{
    public static TheoryData<string> Names => [.. StoreConformance.Cases.Select(one => one.Name)];

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task Postgres_store_keeps_its_promise(string name) =>
        await StoreConformance.Find(name).RunAsync(await shared.DatabaseAsync(server), CancellationToken.None);

    /// <summary>One database for all cases of the class.</summary>
    public sealed class Shared
    {
        private PostgresDatabase? _database;

        internal async Task<PostgresDatabase> DatabaseAsync(PostgresServer server) =>
            _database ??= await PostgresDatabase.CreateAsync(server);
    }
}
