namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>A theory that needs PostgreSQL; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.Missing;
}
