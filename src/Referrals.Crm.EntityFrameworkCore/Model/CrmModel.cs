using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Referrals.Crm.EntityFrameworkCore.Model;

/// <summary>Adds the two tables to a model. The scripts of <see cref="CrmScripts"/> make the same ones.</summary>
internal static class CrmModel
{
    /// <summary>The condition of the index of who is due: of most people nothing is to be written.</summary>
    internal const string IsDue = "\"due_at\" IS NOT NULL";

    /// <summary>The condition of the index of what was set aside.</summary>
    internal const string IsSetAside = "\"state\" = 2";

    internal static void AddTo(ModelBuilder modelBuilder, string? schema, string prefix)
    {
        modelBuilder.Entity<WorkRow>(row => Work(row, schema, prefix + "people"));
        modelBuilder.Entity<RecordRow>(row => Record(row, schema, prefix + "records"));
    }

    private static void Work(EntityTypeBuilder<WorkRow> row, string? schema, string table)
    {
        row.ToTable(table, schema);
        row.Property(r => r.Target).HasColumnName("target");
        row.Property(r => r.Customer).HasColumnName("customer");
        row.Property(r => r.DueAt).HasColumnName("due_at");
        row.Property(r => r.LeasedUntil).HasColumnName("leased_until");
        row.Property(r => r.Revision).HasColumnName("revision");
        row.Property(r => r.Version).HasColumnName("version");
        row.HasKey(r => new { r.Target, r.Customer }).HasName($"pk_{table}");
        row.HasIndex(r => new { r.Target, r.DueAt }).HasFilter(IsDue).HasDatabaseName($"ix_{table}_due");
    }

    private static void Record(EntityTypeBuilder<RecordRow> row, string? schema, string table)
    {
        row.ToTable(table, schema);
        row.Property(r => r.Target).HasColumnName("target");
        row.Property(r => r.Customer).HasColumnName("customer");
        row.Property(r => r.Kind).HasColumnName("kind");
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.State).HasColumnName("state");
        row.Property(r => r.Hash).HasColumnName("hash");
        row.Property(r => r.RemoteId).HasColumnName("remote_id");
        row.Property(r => r.RemoteKey).HasColumnName("remote_key");
        row.Property(r => r.Other).HasColumnName("other");
        row.Property(r => r.Waits).HasColumnName("waits");
        row.Property(r => r.Attempts).HasColumnName("attempts");
        row.Property(r => r.Code).HasColumnName("code");
        row.Property(r => r.Words).HasColumnName("words");
        row.Property(r => r.At).HasColumnName("at");
        row.HasKey(r => new { r.Target, r.Customer, r.Kind, r.Id }).HasName($"pk_{table}");
        row.HasIndex(r => new { r.Target, r.Other }).HasDatabaseName($"ix_{table}_other");
        row.HasIndex(r => new { r.Target, r.Code }).HasFilter(IsSetAside).HasDatabaseName($"ix_{table}_set_aside");
    }
}
