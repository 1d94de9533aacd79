using System.Data.Common;
using Referrals.EntityFrameworkCore.Model;

namespace Referrals.EntityFrameworkCore.Schema;

/// <summary>
/// Statements that touch no row, but that a database can only compile if the tables have the columns and the unique
/// keys that commits rest on.
/// </summary>
internal static class SchemaProbe
{
    private const string Journal =
        """
        "partition", "id", "position", "due_at", "value", "type", "occurred_at", "customer", "referrer", "channel", "segment",
        "subject", "visitor", "code", "unit", "quantity", "margin", "program_version"
        """;

    internal static IEnumerable<(string Table, string Text)> All(TableNames tables) =>
    [
        Of(tables, tables.Records, """ "partition", "kind", "id", "position", "version", "due_at", "value", "owner", "subject", "list" """, "\"partition\", \"kind\", \"id\""),
        Of(tables, tables.Facts, Journal, "\"partition\", \"id\""),
        Of(tables, tables.Ledger, Journal, "\"partition\", \"id\""),
        Of(
            tables, tables.Outbox, """ "partition", "id", "position", "version", "due_at", "value", "stream" """,
            "\"partition\", \"id\""),
        Of(tables, tables.Counters, """ "partition", "id", "number" """, "\"partition\", \"id\""),
    ];

    /// <summary>
    /// Whether the database finds the schema wrong: an undefined table, column or schema, or no unique key for the conflict. PostgreSQL says so by
    /// code, SQLite only in words.
    /// </summary>
    internal static bool IsOfSchema(DbException exception) => exception.SqlState is { } state
        ? state is "42P01" or "42703" or "42P10" or "3F000"
        : exception.Message.Contains("no such table", StringComparison.Ordinal)
            || exception.Message.Contains("no column named", StringComparison.Ordinal)
            || exception.Message.Contains("no such column", StringComparison.Ordinal)
            || exception.Message.Contains("ON CONFLICT clause does not match", StringComparison.Ordinal);

    private static (string Table, string Text) Of(TableNames tables, string table, string columns, string key) => (
        table,
        $"""
        INSERT INTO {tables.Quoted(table)} ({columns}) SELECT {columns} FROM {tables.Quoted(table)} WHERE 1 = 0
        ON CONFLICT ({key}) DO NOTHING
        """);
}
