using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Referrals.EntityFrameworkCore.Model;

/// <summary>Adds the five tables to a model. The partition is the first column of every key and index.</summary>
internal static class ReferralsModel
{
    /// <summary>The condition of the index of due records; most records are never due.</summary>
    internal const string HasDueTime = "\"due_at\" IS NOT NULL";

    /// <summary>The condition of the index of a customer's facts and ledger lines.</summary>
    internal const string HasCustomer = "\"customer\" IS NOT NULL";

    /// <summary>The condition of the index of what a referrer caused, apart from what the index of customers finds.</summary>
    internal const string OfReferrer = "(\"type\" IN ('SignedUp', 'TouchRecorded') OR \"customer\" IS NULL)";

    /// <summary>The condition of the indexes of what did not count for a customer.</summary>
    internal const string IsRefusal = "\"type\" IN ('ReferralRefused', 'ConversionNotRewarded', 'RewardReviewed')";

    internal static void AddTo(ModelBuilder modelBuilder, ReferralsModelOptions options)
    {
        var tables = new TableNames(options.Schema, options.TablePrefix);
        modelBuilder.Entity<RecordRow>(row => Record(row, tables));
        modelBuilder.Entity<FactRow>(row => Fact(row, tables));
        modelBuilder.Entity<LedgerRow>(row => Ledger(row, tables));
        modelBuilder.Entity<OutboxRow>(row => Message(row, tables));
        modelBuilder.Entity<CounterRow>(row => Counter(row, tables));
        Collate(modelBuilder);
    }

    private static void Record(EntityTypeBuilder<RecordRow> row, TableNames tables)
    {
        row.ToTable(tables.Records, tables.Schema);
        row.Property(r => r.Partition).HasColumnName("partition");
        row.Property(r => r.Kind).HasColumnName("kind");
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Position).HasColumnName("position").ValueGeneratedOnAdd();
        row.Property(r => r.Version).HasColumnName("version");
        row.Property(r => r.DueAt).HasColumnName("due_at");
        row.Property(r => r.Value).HasColumnName("value");
        row.Property(r => r.Owner).HasColumnName("owner");
        row.Property(r => r.Subject).HasColumnName("subject");
        row.Property(r => r.List).HasColumnName("list");
        row.HasKey(r => new { r.Partition, r.Kind, r.Id }).HasName(TableNames.Key(tables.Records));
        row.HasIndex(r => new { r.Partition, r.Kind, r.Position }).IsUnique().HasDatabaseName(TableNames.Index(tables.Records, "position"));
        row.HasIndex(r => new { r.Partition, r.Kind, r.DueAt, r.Position })
            .HasFilter(HasDueTime).HasDatabaseName(TableNames.Index(tables.Records, "due"));
        row.HasIndex(r => new { r.Partition, r.Kind, r.Owner, r.Position })
            .HasFilter("\"owner\" IS NOT NULL").HasDatabaseName(TableNames.Index(tables.Records, "owner"));
        row.HasIndex(r => new { r.Partition, r.Kind, r.Subject, r.Position })
            .HasFilter("\"subject\" IS NOT NULL").HasDatabaseName(TableNames.Index(tables.Records, "subject"));
        row.HasIndex(r => new { r.Partition, r.Kind, r.List, r.Position })
            .HasFilter("\"list\" IS NOT NULL").HasDatabaseName(TableNames.Index(tables.Records, "list"));
    }

    private static void Fact(EntityTypeBuilder<FactRow> row, TableNames tables)
    {
        Journal(row, tables, tables.Facts);
        row.HasIndex(r => new { r.Partition, r.Type, r.OccurredAt }).HasDatabaseName(TableNames.Index(tables.Facts, "type"));
        row.HasIndex(r => new { r.Partition, r.Customer, r.OccurredAt })
            .HasFilter(HasCustomer).HasDatabaseName(TableNames.Index(tables.Facts, "customer"));
        row.HasIndex(r => new { r.Partition, r.Referrer, r.OccurredAt })
            .HasFilter($"{OfReferrer} AND \"referrer\" IS NOT NULL").HasDatabaseName(TableNames.Index(tables.Facts, "referrer"));
        row.HasIndex(r => new { r.Partition, r.Customer, r.Position })
            .HasFilter($"{IsRefusal} AND {HasCustomer}").HasDatabaseName(TableNames.Index(tables.Facts, "refused_customer"));
        row.HasIndex(r => new { r.Partition, r.Referrer, r.Position })
            .HasFilter($"{IsRefusal} AND \"referrer\" IS NOT NULL").HasDatabaseName(TableNames.Index(tables.Facts, "refused_referrer"));
    }

    private static void Ledger(EntityTypeBuilder<LedgerRow> row, TableNames tables)
    {
        Journal(row, tables, tables.Ledger);
        row.HasIndex(r => new { r.Partition, r.Customer, r.Position })
            .HasFilter(HasCustomer).HasDatabaseName(TableNames.Index(tables.Ledger, "customer"));
    }

    private static void Journal<TRow>(EntityTypeBuilder<TRow> row, TableNames tables, string table)
        where TRow : JournalRow
    {
        row.ToTable(table, tables.Schema);
        row.Property(r => r.Partition).HasColumnName("partition");
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Position).HasColumnName("position").ValueGeneratedOnAdd();
        row.Property(r => r.DueAt).HasColumnName("due_at");
        row.Property(r => r.Value).HasColumnName("value");
        row.Property(r => r.Type).HasColumnName("type");
        row.Property(r => r.OccurredAt).HasColumnName("occurred_at");
        row.Property(r => r.Customer).HasColumnName("customer");
        row.Property(r => r.Referrer).HasColumnName("referrer");
        row.Property(r => r.Channel).HasColumnName("channel");
        row.Property(r => r.Segment).HasColumnName("segment");
        row.Property(r => r.Subject).HasColumnName("subject");
        row.Property(r => r.Visitor).HasColumnName("visitor");
        row.Property(r => r.Code).HasColumnName("code");
        row.Property(r => r.Unit).HasColumnName("unit");
        row.Property(r => r.Quantity).HasColumnName("quantity");
        row.Property(r => r.Margin).HasColumnName("margin");
        row.Property(r => r.ProgramVersion).HasColumnName("program_version");
        row.HasKey(r => new { r.Partition, r.Id }).HasName(TableNames.Key(table));
        row.HasIndex(r => new { r.Partition, r.Position }).IsUnique().HasDatabaseName(TableNames.Index(table, "position"));
        row.HasIndex(r => new { r.Partition, r.DueAt, r.Position }).HasFilter(HasDueTime).HasDatabaseName(TableNames.Index(table, "due"));
    }

    private static void Message(EntityTypeBuilder<OutboxRow> row, TableNames tables)
    {
        row.ToTable(tables.Outbox, tables.Schema);
        row.Property(r => r.Partition).HasColumnName("partition");
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Position).HasColumnName("position").ValueGeneratedOnAdd();
        row.Property(r => r.Version).HasColumnName("version");
        row.Property(r => r.DueAt).HasColumnName("due_at");
        row.Property(r => r.Value).HasColumnName("value");
        row.Property(r => r.Stream).HasColumnName("stream");
        row.HasKey(r => new { r.Partition, r.Id }).HasName(TableNames.Key(tables.Outbox));
        row.HasIndex(r => new { r.Partition, r.Position }).IsUnique().HasDatabaseName(TableNames.Index(tables.Outbox, "position"));
        row.HasIndex(r => new { r.Partition, r.DueAt, r.Position })
            .HasFilter(HasDueTime).HasDatabaseName(TableNames.Index(tables.Outbox, "due"));
        row.HasIndex(r => new { r.Partition, r.Stream, r.Position })
            .HasFilter(HasDueTime).HasDatabaseName(TableNames.Index(tables.Outbox, "stream"));
    }

    private static void Counter(EntityTypeBuilder<CounterRow> row, TableNames tables)
    {
        row.ToTable(tables.Counters, tables.Schema);
        row.Property(r => r.Partition).HasColumnName("partition");
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Number).HasColumnName("number");
        row.HasKey(r => new { r.Partition, r.Id }).HasName(TableNames.Key(tables.Counters));
    }

    /// <summary>
    /// SQLite compares text by bytes unless told otherwise; PostgreSQL by the database's language unless told "C". Its
    /// provider marks each new model with the way in which it generates values.
    /// </summary>
    private static void Collate(ModelBuilder modelBuilder)
    {
        if (modelBuilder.Model.FindAnnotation("Npgsql:ValueGenerationStrategy") is null)
        {
            return;
        }

        Type[] rows = [typeof(RecordRow), typeof(FactRow), typeof(LedgerRow), typeof(OutboxRow), typeof(CounterRow)];
        foreach (var key in rows.SelectMany(row => modelBuilder.Model.FindEntityType(row)!.FindPrimaryKey()!.Properties))
        {
            if (key.ClrType == typeof(string))
            {
                key.SetCollation("C");
            }
        }
    }
}
