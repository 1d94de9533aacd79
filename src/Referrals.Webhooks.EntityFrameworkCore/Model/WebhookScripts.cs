using Microsoft.EntityFrameworkCore;

namespace Referrals.Webhooks.EntityFrameworkCore.Model;

/// <summary>The SQL that makes the three tables, with the names of a model. It leaves alone what exists.</summary>
internal static class WebhookScripts
{
    /// <summary>The text of the script; the same for both databases but for the names of types.</summary>
    private const string Script =
        """
        {create-schema}CREATE TABLE IF NOT EXISTS {endpoints} (
            "id" {text} NOT NULL,
            "tenant" {text} NOT NULL,
            "url" {text} NOT NULL,
            "types" {text} NOT NULL,
            "programs" {text} NOT NULL,
            "detail" {int} NOT NULL,
            "format" {int} NOT NULL,
            "description" {text},
            "keys" {text} NOT NULL,
            "status" {int} NOT NULL,
            "status_since" {long} NOT NULL,
            "told" {int} NOT NULL,
            "created_at" {long} NOT NULL,
            "failures" {int} NOT NULL,
            "failing_since" {long},
            "last_success_at" {long},
            "paused_until" {long},
            "version" {long} NOT NULL,
            CONSTRAINT "pk_{prefix}endpoints" PRIMARY KEY ("id")
        );

        CREATE INDEX IF NOT EXISTS "ix_{prefix}endpoints_tenant" ON {endpoints} ("tenant", "created_at");

        CREATE TABLE IF NOT EXISTS {messages} (
            "id" {text} NOT NULL,
            "tenant" {text} NOT NULL,
            "program" {text} NOT NULL,
            "type" {text} NOT NULL,
            "created_at" {long} NOT NULL,
            "full" {int} NOT NULL,
            "json" {bytes} NOT NULL,
            CONSTRAINT "pk_{prefix}messages" PRIMARY KEY ("id")
        );

        CREATE INDEX IF NOT EXISTS "ix_{prefix}messages_created" ON {messages} ("created_at");

        CREATE INDEX IF NOT EXISTS "ix_{prefix}messages_full" ON {messages} ("tenant", "program", "id") WHERE "full" = 1;

        CREATE TABLE IF NOT EXISTS {deliveries} (
            "endpoint_id" {text} NOT NULL,
            "message_id" {text} NOT NULL,
            "detail" {int} NOT NULL,
            "format" {int} NOT NULL,
            "state" {int} NOT NULL,
            "attempts" {int} NOT NULL,
            "due_at" {long} NOT NULL,
            "created_at" {long} NOT NULL,
            "last_attempt_at" {long},
            "last_status" {int},
            "last_result" {text},
            "version" {long} NOT NULL,
            CONSTRAINT "pk_{prefix}deliveries" PRIMARY KEY ("endpoint_id", "message_id")
        );

        CREATE INDEX IF NOT EXISTS "ix_{prefix}deliveries_due" ON {deliveries} ("endpoint_id", "due_at") WHERE "state" = 0;

        CREATE INDEX IF NOT EXISTS "ix_{prefix}deliveries_created" ON {deliveries} ("endpoint_id", "created_at");

        CREATE INDEX IF NOT EXISTS "ix_{prefix}deliveries_message" ON {deliveries} ("message_id");
        """;

    internal static string Of(DbContext context)
    {
        var names = WebhookTables.Of(context);
        var isSqlite = names.IsSqlite;
        return Script
            .Replace("{create-schema}", names.Schema is { } schema && !isSqlite ? $"CREATE SCHEMA IF NOT EXISTS \"{schema}\";\n\n" : "", StringComparison.Ordinal)
            .Replace("{endpoints}", names.Endpoints, StringComparison.Ordinal)
            .Replace("{messages}", names.Messages, StringComparison.Ordinal)
            .Replace("{deliveries}", names.Deliveries, StringComparison.Ordinal)
            .Replace("{prefix}", names.Prefix, StringComparison.Ordinal)
            .Replace("{text}", isSqlite ? "TEXT" : "text", StringComparison.Ordinal)
            .Replace("{int}", isSqlite ? "INTEGER" : "integer", StringComparison.Ordinal)
            .Replace("{long}", isSqlite ? "INTEGER" : "bigint", StringComparison.Ordinal)
            .Replace("{bytes}", isSqlite ? "BLOB" : "bytea", StringComparison.Ordinal);
    }
}
