using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Referrals.Webhooks.EntityFrameworkCore.Model;

/// <summary>Adds the three tables to a model. The scripts of <see cref="WebhookScripts"/> make the same ones.</summary>
internal static class WebhookModel
{
    /// <summary>The condition of the index of what is due: most deliveries have come to their end.</summary>
    internal const string IsPending = "\"state\" = 0";

    internal static void AddTo(ModelBuilder modelBuilder, string? schema, string prefix)
    {
        modelBuilder.Entity<EndpointRow>(row => Endpoint(row, schema, prefix + "endpoints"));
        modelBuilder.Entity<MessageRow>(row => Message(row, schema, prefix + "messages"));
        modelBuilder.Entity<DeliveryRow>(row => Delivery(row, schema, prefix + "deliveries"));
    }

    private static void Endpoint(EntityTypeBuilder<EndpointRow> row, string? schema, string table)
    {
        row.ToTable(table, schema);
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Url).HasColumnName("url");
        row.Property(r => r.Types).HasColumnName("types");
        row.Property(r => r.Programs).HasColumnName("programs");
        row.Property(r => r.Detail).HasColumnName("detail");
        row.Property(r => r.Format).HasColumnName("format");
        row.Property(r => r.Description).HasColumnName("description");
        row.Property(r => r.Keys).HasColumnName("keys");
        row.Property(r => r.Status).HasColumnName("status");
        row.Property(r => r.StatusSince).HasColumnName("status_since");
        row.Property(r => r.Told).HasColumnName("told");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.Failures).HasColumnName("failures");
        row.Property(r => r.FailingSince).HasColumnName("failing_since");
        row.Property(r => r.LastSuccessAt).HasColumnName("last_success_at");
        row.Property(r => r.PausedUntil).HasColumnName("paused_until");
        row.Property(r => r.Version).HasColumnName("version");
        row.HasKey(r => r.Id).HasName($"pk_{table}");
        row.HasIndex(r => new { r.Tenant, r.CreatedAt }).HasDatabaseName($"ix_{table}_tenant");
    }

    private static void Message(EntityTypeBuilder<MessageRow> row, string? schema, string table)
    {
        row.ToTable(table, schema);
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Program).HasColumnName("program");
        row.Property(r => r.Type).HasColumnName("type");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.Full).HasColumnName("full");
        row.Property(r => r.Json).HasColumnName("json");
        row.HasKey(r => r.Id).HasName($"pk_{table}");
        row.HasIndex(r => r.CreatedAt).HasDatabaseName($"ix_{table}_created");
        row.HasIndex(r => new { r.Tenant, r.Program, r.Id }).HasFilter("\"full\" = 1").HasDatabaseName($"ix_{table}_full");
    }

    private static void Delivery(EntityTypeBuilder<DeliveryRow> row, string? schema, string table)
    {
        row.ToTable(table, schema);
        row.Property(r => r.EndpointId).HasColumnName("endpoint_id");
        row.Property(r => r.MessageId).HasColumnName("message_id");
        row.Property(r => r.Detail).HasColumnName("detail");
        row.Property(r => r.Format).HasColumnName("format");
        row.Property(r => r.State).HasColumnName("state");
        row.Property(r => r.Attempts).HasColumnName("attempts");
        row.Property(r => r.DueAt).HasColumnName("due_at");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.LastAttemptAt).HasColumnName("last_attempt_at");
        row.Property(r => r.LastStatus).HasColumnName("last_status");
        row.Property(r => r.LastResult).HasColumnName("last_result");
        row.Property(r => r.Version).HasColumnName("version");
        row.HasKey(r => new { r.EndpointId, r.MessageId }).HasName($"pk_{table}");
        row.HasIndex(r => new { r.EndpointId, r.DueAt }).HasFilter(IsPending).HasDatabaseName($"ix_{table}_due");
        row.HasIndex(r => new { r.EndpointId, r.CreatedAt }).HasDatabaseName($"ix_{table}_created");
        row.HasIndex(r => r.MessageId).HasDatabaseName($"ix_{table}_message");
    }
}
