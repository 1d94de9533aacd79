using Referrals.EntityFrameworkCore.Model;
using static Referrals.EntityFrameworkCore.Sql.Statements.SqlType;

namespace Referrals.EntityFrameworkCore.Sql.Statements;

/// <summary>The statements on a table that is only inserted into: facts or ledger lines. Each begins with the partition.</summary>
internal sealed class JournalStatements
{
    private const string Typed =
        """
        "type", "occurred_at", "customer", "referrer", "channel", "segment", "subject", "visitor", "code", "unit", "quantity", "margin",
        "program_version"
        """;

    private const string Columns = $""" "id", 1, "position", "due_at", "value", {Typed} """;
    private const string ThisKey = """ "partition" = $1 AND "id" = $2 """;

    internal JournalStatements(Dialect dialect, string table)
    {
        var position = Positions.For(dialect, $""" SELECT max("position") FROM {table} WHERE "partition" = $1 """);
        Insert = new Statement(
            $"""
            INSERT INTO {table} ("partition", "id", "due_at", "value", {Typed}{position.Column})
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17{position.Value})
            ON CONFLICT ("partition", "id") DO NOTHING
            """,
            Text, Text, Whole, Bytes,
            Text, Whole, Text, Text, Text, Text, Text, Text, Text, Text, Whole, Whole, Small);
        Redact = new Statement($"""UPDATE {table} SET "value" = $3, "segment" = $4 WHERE {ThisKey}""", Text, Text, Bytes, Text);
        Select = new Statement($"SELECT {Columns} FROM {table} WHERE {ThisKey}", Text, Text);
        Version = new Statement($"SELECT 1 FROM {table} WHERE {ThisKey}", Text, Text);
        Require = new Statement($"""SELECT 1 FROM {table} WHERE {ThisKey} AND $3 = 1 {Locks.Share(dialect)}""", Text, Text, Whole);
        Delete = new Statement($"DELETE FROM {table} WHERE {ThisKey}", Text, Text);
        Scan = new Statement(
            $"""SELECT {Columns} FROM {table} WHERE "partition" = $1 AND "position" > $2 ORDER BY "position" LIMIT $3""",
            Text, Whole, Whole);
        ScanCustomer = new Statement(
            $"""
            SELECT {Columns} FROM {table} WHERE "partition" = $1 AND "customer" = $2 AND "position" < $3
            ORDER BY "position" DESC LIMIT $4
            """,
            Text, Text, Whole, Whole);
        ScanRefusals = new Statement(
            $"""
            SELECT {Columns} FROM {table} WHERE {ReferralsModel.IsRefusal} AND "partition" = $1 AND "customer" = $2 AND "position" < $3
            UNION ALL
            SELECT {Columns} FROM {table}
            WHERE {ReferralsModel.IsRefusal} AND "partition" = $1 AND "referrer" = $2 AND "position" < $3 AND ("customer" IS NULL OR "customer" <> $2)
            ORDER BY "position" DESC LIMIT $4
            """,
            Text, Text, Whole, Whole);
        ScanDue = new Statement(
            $"""
            SELECT {Columns} FROM {table}
            WHERE "partition" = $1 AND "due_at" IS NOT NULL AND "due_at" <= $2 AND ("due_at", "position") > ($3, $4)
            ORDER BY "due_at", "position" LIMIT $5
            """,
            Text, Whole, Whole, Whole, Whole);
    }

    /// <summary>Partition, id, due time, value, then the typed columns.</summary>
    internal Statement Insert { get; }

    /// <summary>Partition, id, value, segment.</summary>
    internal Statement Redact { get; }

    /// <summary>Partition, id.</summary>
    internal Statement Select { get; }

    /// <summary>The version that all rows have. Partition, id.</summary>
    internal Statement Version { get; }

    /// <summary>Gives a row if there is one and the version is the one that all have, and keeps others from removing it. Partition, id, version.</summary>
    internal Statement Require { get; }

    /// <summary>Partition, id.</summary>
    internal Statement Delete { get; }

    /// <summary>Partition, last position, limit.</summary>
    internal Statement Scan { get; }

    /// <summary>A customer's rows, the latest first. Partition, customer, last position, limit.</summary>
    internal Statement ScanCustomer { get; }

    /// <summary>What did not count for a customer, the latest first. Partition, customer, last position, limit.</summary>
    internal Statement ScanRefusals { get; }

    /// <summary>Partition, instant, last due time, last position, limit.</summary>
    internal Statement ScanDue { get; }
}
