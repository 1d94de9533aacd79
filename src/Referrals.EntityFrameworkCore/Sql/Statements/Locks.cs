namespace Referrals.EntityFrameworkCore.Sql.Statements;

/// <summary>How a read keeps others from changing what it read until the transaction ends.</summary>
internal static class Locks
{
    /// <summary>Locks the rows that are read, and passes over those that another transaction has locked.</summary>
    internal static string Skip(Dialect dialect) => dialect == Dialect.PostgreSql ? "FOR UPDATE SKIP LOCKED" : string.Empty;

    /// <summary>SQLite needs nothing: who reads inside a write transaction is the only writer.</summary>
    internal static string Share(Dialect dialect) => dialect == Dialect.PostgreSql ? "FOR SHARE" : string.Empty;
}
