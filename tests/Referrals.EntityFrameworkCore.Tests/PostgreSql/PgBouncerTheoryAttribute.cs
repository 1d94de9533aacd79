namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>A theory that needs pgbouncer; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PgBouncerTheoryAttribute : TheoryAttribute
{
    public PgBouncerTheoryAttribute() => Skip = PgBouncer.Missing;
}
