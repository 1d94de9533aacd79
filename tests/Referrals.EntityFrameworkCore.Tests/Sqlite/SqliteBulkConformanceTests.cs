using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.Sqlite;

public sealed class SqliteBulkConformanceTests(SqliteDatabase database) : IClassFixture<SqliteDatabase>
{
    public static TheoryData<string> Names => [.. BulkConformance.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Sqlite_store_keeps_its_promise(string name) =>
        BulkConformance.Find(name).RunAsync(database, CancellationToken.None);
}
