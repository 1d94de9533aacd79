using static Referrals.EntityFrameworkCore.Sql.Statements.SqlType;

namespace Referrals.EntityFrameworkCore.Sql.Statements;

/// <summary>The statements on the table of records. Each begins with partition, kind and id.</summary>
internal sealed class RecordStatements
{
    private const string Columns = """ "id", "version", "position", "due_at", "value", "owner", "subject", "list" """;
    private const string ThisKey = """ "partition" = $1 AND "kind" = $2 AND "id" = $3 """;

    internal RecordStatements(Dialect dialect, string table)
    {
        var position = Positions.For(dialect, $""" SELECT max("position") FROM {table} WHERE "partition" = $1 AND "kind" = $2 """);
        Insert = new Statement(
            $"""
            INSERT INTO {table} ("partition", "kind", "id", "due_at", "value", "version", "owner", "subject", "list"{position.Column})
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9{position.Value}) ON CONFLICT ("partition", "kind", "id") DO NOTHING
            """,
            Text, Small, Text, Whole, Bytes, Whole, Text, Text, Text);
        Replace = new Statement(
            $"""
            UPDATE {table} SET "version" = "version" + 1, "due_at" = $4, "value" = $5, "owner" = $7, "subject" = $8, "list" = $9
            WHERE {ThisKey} AND "version" = $6
            """,
            Text, Small, Text, Whole, Bytes, Whole, Text, Text, Text);
        Redact = new Statement($"""UPDATE {table} SET "value" = $4 WHERE {ThisKey}""", Text, Small, Text, Bytes);
        Select = new Statement($"SELECT {Columns} FROM {table} WHERE {ThisKey}", Text, Small, Text);
        Version = new Statement($"""SELECT "version" FROM {table} WHERE {ThisKey}""", Text, Small, Text);
        Require = new Statement(
            $"""SELECT 1 FROM {table} WHERE {ThisKey} AND "version" = $4 {Locks.Share(dialect)}""", Text, Small, Text, Whole);
        Delete = new Statement($"DELETE FROM {table} WHERE {ThisKey}", Text, Small, Text);
        Scan = new Statement(
            $"""
            SELECT {Columns} FROM {table} WHERE "partition" = $1 AND "kind" = $2 AND "position" > $3 ORDER BY "position" LIMIT $4
            """,
            Text, Small, Whole, Whole);
        ScanDue = new Statement(
            $"""
            SELECT {Columns} FROM {table}
            WHERE "partition" = $1 AND "kind" = $2 AND "due_at" IS NOT NULL AND "due_at" <= $3 AND ("due_at", "position") > ($4, $5)
            ORDER BY "due_at", "position" LIMIT $6
            """,
            Text, Small, Whole, Whole, Whole, Whole);
        FindOwner = Find("owner", "<", "DESC");
        FindSubject = Find("subject", "<", "DESC");
        FindList = Find("list", ">", "ASC");

        Statement Find(string label, string beyond, string order) => new(
            $"""
            SELECT {Columns} FROM {table}
            WHERE "partition" = $1 AND "kind" = $2 AND "{label}" = $3 AND "position" {beyond} $4 ORDER BY "position" {order} LIMIT $5
            """,
            Text, Small, Text, Whole, Whole);
    }

    /// <summary>Partition, kind, id, due time, value, version, owner, subject, list.</summary>
    internal Statement Insert { get; }

    /// <summary>Partition, kind, id, due time, value, expected version, owner, subject, list.</summary>
    internal Statement Replace { get; }

    /// <summary>Partition, kind, id, value.</summary>
    internal Statement Redact { get; }

    /// <summary>Partition, kind, id.</summary>
    internal Statement Select { get; }

    /// <summary>Partition, kind, id.</summary>
    internal Statement Version { get; }

    /// <summary>Gives a row if there is one of this version, and keeps others from changing it until the end. Partition, kind, id, version.</summary>
    internal Statement Require { get; }

    /// <summary>Partition, kind, id.</summary>
    internal Statement Delete { get; }

    /// <summary>Partition, kind, last position, limit.</summary>
    internal Statement Scan { get; }

    /// <summary>Partition, kind, instant, last due time, last position, limit.</summary>
    internal Statement ScanDue { get; }

    /// <summary>The latest first. Partition, kind, owner, last position, limit.</summary>
    internal Statement FindOwner { get; }

    /// <summary>The latest first. Partition, kind, subject, last position, limit.</summary>
    internal Statement FindSubject { get; }

    /// <summary>The oldest first. Partition, kind, list, last position, limit.</summary>
    internal Statement FindList { get; }
}
