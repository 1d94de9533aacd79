using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

[Collection(PostgresGroup.Name)]
public sealed class PostgresLabelConformanceTests(PostgresServer server, PostgresConformanceTests.Shared shared)
    : IClassFixture<PostgresConformanceTests.Shared>
{
    public static TheoryData<string> Names => [.. LabelConformance.Cases.Select(one => one.Name)];

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task Postgres_store_keeps_its_promise(string name) =>
        await LabelConformance.Find(name).RunAsync(await shared.DatabaseAsync(server), CancellationToken.None);
}
