using Microsoft.EntityFrameworkCore;

namespace Referrals.Crm.EntityFrameworkCore.Model;

/// <summary>The names of the tables as a context's model has them, for statements.</summary>
internal sealed record CrmTables(bool IsSqlite, string? Schema, string Prefix)
{
    internal string People => Quoted("people");

    internal string Records => Quoted("records");

    /// <exception cref="InvalidOperationException">The model knows nothing of a CRM.</exception>
    /// <exception cref="NotSupportedException">The database is neither SQLite nor PostgreSQL.</exception>
    internal static CrmTables Of(DbContext context)
    {
        var people = context.Model.FindEntityType(typeof(WorkRow)) ?? throw new InvalidOperationException(
            $"The model of {context.GetType().Name} has no tables of the CRM mirror. Call modelBuilder.UseReferralCrm() in its OnModelCreating.");
        var isSqlite = context.Database.ProviderName switch
        {
            "Microsoft.EntityFrameworkCore.Sqlite" => true,
            "Npgsql.EntityFrameworkCore.PostgreSQL" => false,
            var provider => throw new NotSupportedException(
                $"The CRM mirror is stored in SQLite and PostgreSQL; {context.GetType().Name} uses '{provider}'. Use one of the two, or implement ICrmStore."),
        };
        return new CrmTables(isSqlite, people.GetSchema(), people.GetTableName()![..^"people".Length]);
    }

    private string Quoted(string table) => Schema is null ? $"\"{Prefix}{table}\"" : $"\"{Schema}\".\"{Prefix}{table}\"";
}

/// <summary>The SQL that makes the two tables, with the names of a model. It leaves alone what exists.</summary>
internal static class CrmScripts
{
    /// <summary>The text of the script; the same for both databases but for the names of types.</summary>
    private const string Script =
        """
        {create-schema}CREATE TABLE IF NOT EXISTS {people} (
            "target" {text} NOT NULL,
            "customer" {text} NOT NULL,
            "due_at" {long},
            "leased_until" {long},
            "revision" {long} NOT NULL,
            "version" {long} NOT NULL,
            CONSTRAINT "pk_{prefix}people" PRIMARY KEY ("target", "customer")
        );

        CREATE INDEX IF NOT EXISTS "ix_{prefix}people_due" ON {people} ("target", "due_at") WHERE "due_at" IS NOT NULL;

        CREATE TABLE IF NOT EXISTS {records} (
            "target" {text} NOT NULL,
            "customer" {text} NOT NULL,
            "kind" {int} NOT NULL,
            "id" {text} NOT NULL,
            "state" {int} NOT NULL,
            "hash" {text},
            "remote_id" {text},
            "remote_key" {text},
            "other" {text},
            "waits" {bool} NOT NULL,
            "attempts" {int} NOT NULL,
            "code" {text},
            "words" {text},
            "at" {long},
            CONSTRAINT "pk_{prefix}records" PRIMARY KEY ("target", "customer", "kind", "id")
        );

        CREATE INDEX IF NOT EXISTS "ix_{prefix}records_other" ON {records} ("target", "other");

        CREATE INDEX IF NOT EXISTS "ix_{prefix}records_set_aside" ON {records} ("target", "code") WHERE "state" = 2;
        """;

    internal static string Of(DbContext context)
    {
        var names = CrmTables.Of(context);
        var isSqlite = names.IsSqlite;
        return Script
            .Replace("{create-schema}", names.Schema is { } schema && !isSqlite ? $"CREATE SCHEMA IF NOT EXISTS \"{schema}\";\n\n" : "", StringComparison.Ordinal)
            .Replace("{people}", names.People, StringComparison.Ordinal)
            .Replace("{records}", names.Records, StringComparison.Ordinal)
            .Replace("{prefix}", names.Prefix, StringComparison.Ordinal)
            .Replace("{text}", isSqlite ? "TEXT" : "text", StringComparison.Ordinal)
            .Replace("{int}", isSqlite ? "INTEGER" : "integer", StringComparison.Ordinal)
            .Replace("{bool}", isSqlite ? "INTEGER" : "boolean", StringComparison.Ordinal)
            .Replace("{long}", isSqlite ? "INTEGER" : "bigint", StringComparison.Ordinal);
    }
}
