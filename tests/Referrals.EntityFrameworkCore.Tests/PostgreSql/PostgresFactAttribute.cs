namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>A test that needs PostgreSQL; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Missing;
}
