namespace Referrals.EntityFrameworkCore.Sql.Statements;

/// <summary>The databases that this package speaks to.</summary>
internal enum Dialect
{
    /// <summary>SQLite: embedded, one writer at a time, a statement costs microseconds.</summary>
    Sqlite = 0,

    /// <summary>PostgreSQL: a server, many writers, a round trip costs more than the statement.</summary>
    PostgreSql = 1,
}
