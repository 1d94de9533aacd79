namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>A test that needs pgbouncer; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PgBouncerFactAttribute : FactAttribute
{
    public PgBouncerFactAttribute() => Skip = PgBouncer.Missing;
}
