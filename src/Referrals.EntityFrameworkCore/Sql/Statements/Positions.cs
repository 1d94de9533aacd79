namespace Referrals.EntityFrameworkCore.Sql.Statements;

/// <summary>
/// Where a new row's position comes from: PostgreSQL has an identity column; SQLite, which has one writer at a time, takes
/// the next number after the last one of the partition, by a look at the end of an index.
/// </summary>
internal static class Positions
{
    internal static (string Column, string Value) For(Dialect dialect, string selectLast) => dialect == Dialect.Sqlite
        ? (", \"position\"", $", coalesce(({selectLast}), 0) + 1")
        : (string.Empty, string.Empty);
}
