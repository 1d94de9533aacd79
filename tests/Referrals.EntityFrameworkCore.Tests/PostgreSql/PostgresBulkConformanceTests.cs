using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

[Collection(PostgresGroup.Name)]
public sealed class PostgresBulkConformanceTests(PostgresServer server, PostgresConformanceTests.Shared shared)
    : IClassFixture<PostgresConformanceTests.Shared>
{
    public static TheoryData<string> Names => [.. BulkConformance.Cases.Select(one => one.Name)];

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task Postgres_store_keeps_its_promise(string name) =>
        await BulkConformance.Find(name).RunAsync(await shared.DatabaseAsync(server), CancellationToken.None);
}
