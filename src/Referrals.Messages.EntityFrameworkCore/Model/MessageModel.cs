using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Referrals.Messages.EntityFrameworkCore.Model;

/// <summary>Adds the two tables to a model. The scripts of <see cref="MessageScripts"/> make the same ones.</summary>
internal static class MessageModel
{
    /// <summary>The condition of the index of what is due: most messages have come to their end.</summary>
    internal const string IsOpen = "\"state\" <= 1";

    internal static void AddTo(ModelBuilder modelBuilder, string? schema, string prefix)
    {
        modelBuilder.Entity<MessageRow>(row => Message(row, schema, prefix + "messages"));
        modelBuilder.Entity<PersonRow>(row => Person(row, schema, prefix + "persons"));
    }

    private static void Message(EntityTypeBuilder<MessageRow> row, string? schema, string table)
    {
        row.ToTable(table, schema);
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Partition).HasColumnName("partition");
        row.Property(r => r.Customer).HasColumnName("customer");
        row.Property(r => r.Kind).HasColumnName("kind");
        row.Property(r => r.DecisionKey).HasColumnName("decision_key");
        row.Property(r => r.Subject).HasColumnName("subject");
        row.Property(r => r.Reader).HasColumnName("reader");
        row.Property(r => r.OccurredAt).HasColumnName("occurred_at");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.DueAt).HasColumnName("due_at");
        row.Property(r => r.State).HasColumnName("state");
        row.Property(r => r.Reason).HasColumnName("reason");
        row.Property(r => r.Topic).HasColumnName("topic");
        row.Property(r => r.Refusal).HasColumnName("refusal");
        row.Property(r => r.Values).HasColumnName("values");
        row.Property(r => r.Culture).HasColumnName("culture");
        row.Property(r => r.Channel).HasColumnName("channel");
        row.Property(r => r.DecidedAt).HasColumnName("decided_at");
        row.Property(r => r.SettledAt).HasColumnName("settled_at");
        row.Property(r => r.Attempts).HasColumnName("attempts");
        row.Property(r => r.Version).HasColumnName("version");
        row.HasKey(r => r.Id).HasName($"pk_{table}");
        row.HasIndex(r => r.DueAt).HasFilter(IsOpen).HasDatabaseName($"ix_{table}_due");
        row.HasIndex(r => new { r.Partition, r.Customer, r.OccurredAt }).HasDatabaseName($"ix_{table}_person");
        row.HasIndex(r => r.SettledAt).HasDatabaseName($"ix_{table}_settled");
    }

    private static void Person(EntityTypeBuilder<PersonRow> row, string? schema, string table)
    {
        row.ToTable(table, schema);
        row.Property(r => r.Partition).HasColumnName("partition");
        row.Property(r => r.Customer).HasColumnName("customer");
        row.Property(r => r.Unsubscribed).HasColumnName("unsubscribed");
        row.Property(r => r.Version).HasColumnName("version");
        row.HasKey(r => new { r.Partition, r.Customer }).HasName($"pk_{table}");
    }
}
