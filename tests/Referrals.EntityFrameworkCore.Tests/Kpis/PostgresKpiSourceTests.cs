using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.Kpis;

[Collection(PostgresGroup.Name)]
public sealed class PostgresKpiSourceTests(PostgresServer server) : KpiSourceTests
{
    [PostgresFact]
    public Task Postgres_agrees_with_memory_on_the_shop() => AgreesOnTheShopAsync();

    [PostgresFact]
    public Task Postgres_agrees_with_memory_on_awkward_journals() => AgreesOnAwkwardJournalsAsync(25);

    [PostgresFact]
    public Task Postgres_windows_are_half_open_in_a_zone() => BordersAreHalfOpenAsync();

    internal override async Task<IStoreUnderTest> DatabaseAsync() => await PostgresDatabase.CreateAsync(server);
}
