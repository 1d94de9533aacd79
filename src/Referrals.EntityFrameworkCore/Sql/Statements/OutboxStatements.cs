using static Referrals.EntityFrameworkCore.Sql.Statements.SqlType;

namespace Referrals.EntityFrameworkCore.Sql.Statements;

/// <summary>The statements on the table of messages. Each begins with the partition.</summary>
internal sealed class OutboxStatements
{
    private const string Columns = """ "id", "version", "position", "due_at", "value", "stream" """;
    private const string ThisKey = """ "partition" = $1 AND "id" = $2 """;

    internal OutboxStatements(Dialect dialect, string table)
    {
        var position = Positions.For(dialect, $""" SELECT max("position") FROM {table} WHERE "partition" = $1 """);
        Insert = new Statement(
            $"""
            INSERT INTO {table} ("partition", "id", "due_at", "value", "stream", "version"{position.Column})
            VALUES ($1, $2, $3, $4, $5, 1{position.Value}) ON CONFLICT ("partition", "id") DO NOTHING
            """,
            Text, Text, Whole, Bytes, Text);
        Redact = new Statement($"""UPDATE {table} SET "value" = $3 WHERE {ThisKey}""", Text, Text, Bytes);
        Version = new Statement($"""SELECT "version" FROM {table} WHERE {ThisKey}""", Text, Text);
        Select = new Statement($"SELECT {Columns} FROM {table} WHERE {ThisKey}", Text, Text);
        Scan = new Statement(
            $"""SELECT {Columns} FROM {table} WHERE "partition" = $1 AND "position" > $2 ORDER BY "position" LIMIT $3""",
            Text, Whole, Whole);
        ScanDue = new Statement(
            $"""
            SELECT {Columns} FROM {table}
            WHERE "partition" = $1 AND "due_at" IS NOT NULL AND "due_at" <= $2 AND ("due_at", "position") > ($3, $4)
            ORDER BY "due_at", "position" LIMIT $5
            """,
            Text, Whole, Whole, Whole, Whole);
        Lease = new Statement(
            $"""
            WITH heads AS MATERIALIZED (
                SELECT m."id" FROM {table} AS m
                WHERE m."partition" = $1 AND m."due_at" IS NOT NULL AND m."due_at" <= $2 AND NOT EXISTS (
                    SELECT 1 FROM {table} AS e
                    WHERE e."partition" = $1 AND e."stream" = m."stream" AND e."due_at" IS NOT NULL AND e."position" < m."position")
                ORDER BY m."due_at", m."position" LIMIT $4 {Locks.Skip(dialect)})
            UPDATE {table} SET "due_at" = $3, "version" = "version" + 1
            WHERE "partition" = $1 AND "id" IN (SELECT "id" FROM heads)
            RETURNING {Columns}
            """,
            Text, Whole, Whole, Whole);
        Delete = new Statement($"""DELETE FROM {table} WHERE {ThisKey} AND "version" = $3""", Text, Text, Whole);
        Postpone = new Statement(
            $"""UPDATE {table} SET "due_at" = $4 WHERE {ThisKey} AND "version" = $3""", Text, Text, Whole, Whole);
    }

    /// <summary>Partition, id, due time, value, stream.</summary>
    internal Statement Insert { get; }

    /// <summary>Partition, id, value.</summary>
    internal Statement Redact { get; }

    /// <summary>Partition, id.</summary>
    internal Statement Version { get; }

    /// <summary>Partition, id.</summary>
    internal Statement Select { get; }

    /// <summary>Partition, last position, limit.</summary>
    internal Statement Scan { get; }

    /// <summary>Partition, instant, last due time, last position, limit.</summary>
    internal Statement ScanDue { get; }

    /// <summary>Gives the rows that it changes. Partition, instant, end of the lease, limit.</summary>
    internal Statement Lease { get; }

    /// <summary>Partition, id, expected version.</summary>
    internal Statement Delete { get; }

    /// <summary>Partition, id, expected version, due time.</summary>
    internal Statement Postpone { get; }
}
