using Microsoft.EntityFrameworkCore;

namespace Referrals.Messages.EntityFrameworkCore.Model;

/// <summary>The SQL that makes the two tables, with the names of a model. It leaves alone what exists.</summary>
internal static class MessageScripts
{
    /// <summary>The text of the script; the same for both databases but for the names of types.</summary>
    private const string Script =
        """
        {create-schema}CREATE TABLE IF NOT EXISTS {messages} (
            "id" {text} NOT NULL,
            "partition" {text} NOT NULL,
            "customer" {text} NOT NULL,
            "kind" {text} NOT NULL,
            "decision_key" {text} NOT NULL,
            "subject" {text},
            "reader" {int} NOT NULL,
            "occurred_at" {long} NOT NULL,
            "created_at" {long} NOT NULL,
            "due_at" {long} NOT NULL,
            "state" {int} NOT NULL,
            "reason" {text},
            "topic" {text},
            "refusal" {text},
            "values" {text} NOT NULL,
            "culture" {text},
            "channel" {text},
            "decided_at" {long},
            "settled_at" {long},
            "attempts" {int} NOT NULL,
            "version" {long} NOT NULL,
            CONSTRAINT "pk_{prefix}messages" PRIMARY KEY ("id")
        );

        CREATE INDEX IF NOT EXISTS "ix_{prefix}messages_due" ON {messages} ("due_at") WHERE "state" <= 1;

        CREATE INDEX IF NOT EXISTS "ix_{prefix}messages_person" ON {messages} ("partition", "customer", "occurred_at");

        CREATE INDEX IF NOT EXISTS "ix_{prefix}messages_settled" ON {messages} ("settled_at");

        CREATE TABLE IF NOT EXISTS {persons} (
            "partition" {text} NOT NULL,
            "customer" {text} NOT NULL,
            "unsubscribed" {int} NOT NULL,
            "version" {long} NOT NULL,
            CONSTRAINT "pk_{prefix}persons" PRIMARY KEY ("partition", "customer")
        );
        """;

    internal static string Of(DbContext context)
    {
        var names = MessageTables.Of(context);
        var isSqlite = names.IsSqlite;
        return Script
            .Replace("{create-schema}", names.Schema is { } schema && !isSqlite ? $"CREATE SCHEMA IF NOT EXISTS \"{schema}\";\n\n" : "", StringComparison.Ordinal)
            .Replace("{messages}", names.Messages, StringComparison.Ordinal)
            .Replace("{persons}", names.Persons, StringComparison.Ordinal)
            .Replace("{prefix}", names.Prefix, StringComparison.Ordinal)
            .Replace("{text}", isSqlite ? "TEXT" : "text", StringComparison.Ordinal)
            .Replace("{int}", isSqlite ? "INTEGER" : "integer", StringComparison.Ordinal)
            .Replace("{long}", isSqlite ? "INTEGER" : "bigint", StringComparison.Ordinal);
    }
}
