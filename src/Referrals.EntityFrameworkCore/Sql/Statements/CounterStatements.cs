using static Referrals.EntityFrameworkCore.Sql.Statements.SqlType;

namespace Referrals.EntityFrameworkCore.Sql.Statements;

/// <summary>The statements on the table of counters. Each begins with partition and id.</summary>
/// <remarks>
/// Bounds are checked on the number before the addition, so that no sum can leave 64 bits: PostgreSQL would fail,
/// SQLite would go on with a rounded double.
/// </remarks>
internal sealed class CounterStatements
{
    internal CounterStatements(Dialect dialect, string table)
    {
        AddOrInsert = new Statement(
            $"""
            INSERT INTO {table} AS c ("partition", "id", "number") VALUES ($1, $2, $3)
            ON CONFLICT ("partition", "id") DO UPDATE SET "number" = c."number" + $3 WHERE c."number" BETWEEN $4 AND $5
            """,
            Text, Text, Whole, Whole, Whole);
        Add = new Statement(
            $"""
            UPDATE {table} SET "number" = "number" + $3
            WHERE "partition" = $1 AND "id" = $2 AND "number" BETWEEN $4 AND $5
            """,
            Text, Text, Whole, Whole, Whole);
        Select = new Statement(
            $"""SELECT "id", "number" FROM {table} WHERE "partition" = $1 AND "id" = $2""", Text, Text);
        Scan = new Statement(
            $"""
            SELECT "id", "number" FROM {table} WHERE "partition" = $1 AND "id" > $2 {Bytewise(dialect)}
            ORDER BY "id" {Bytewise(dialect)} LIMIT $3
            """,
            Text, Text, Whole);
    }

    /// <summary>For a delta that is within the bounds by itself. Partition, id, delta, smallest and largest number before it.</summary>
    internal Statement AddOrInsert { get; }

    /// <summary>For a delta that needs an existing counter. Partition, id, delta, smallest and largest number before it.</summary>
    internal Statement Add { get; }

    /// <summary>Partition, id.</summary>
    internal Statement Select { get; }

    /// <summary>Partition, last id, limit.</summary>
    internal Statement Scan { get; }

    private static string Bytewise(Dialect dialect) => dialect == Dialect.PostgreSql ? "COLLATE \"C\"" : string.Empty;
}
