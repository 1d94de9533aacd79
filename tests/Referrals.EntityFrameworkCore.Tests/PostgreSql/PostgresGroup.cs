namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>The test classes that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresGroup : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
