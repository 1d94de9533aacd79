using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Referrals.EntityFrameworkCore.Model;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Sql.Statements;

/// <summary>All statements of a store, made once per model.</summary>
internal sealed class StatementSet
{
    private static readonly ConditionalWeakTable<IModel, StatementSet> Sets = [];

    private StatementSet(Dialect dialect, TableNames tables)
    {
        Dialect = dialect;
        Tables = tables;
        Records = new RecordStatements(dialect, tables.Quoted(tables.Records));
        Facts = new JournalStatements(dialect, tables.Quoted(tables.Facts));
        Ledger = new JournalStatements(dialect, tables.Quoted(tables.Ledger));
        Outbox = new OutboxStatements(dialect, tables.Quoted(tables.Outbox));
        Counters = new CounterStatements(dialect, tables.Quoted(tables.Counters));
    }

    internal Dialect Dialect { get; }

    internal TableNames Tables { get; }

    internal RecordStatements Records { get; }

    internal JournalStatements Facts { get; }

    internal JournalStatements Ledger { get; }

    internal OutboxStatements Outbox { get; }

    internal CounterStatements Counters { get; }

    /// <summary>The statements for a context's model and provider.</summary>
    internal static StatementSet Of(DbContext context) =>
        Sets.TryGetValue(context.Model, out var set) ? set : Add(context);

    /// <summary>The statements of a journal table, or <c>null</c> for the kinds that stand among the records.</summary>
    internal JournalStatements? Journal(RecordKind kind) => kind switch
    {
        RecordKind.Fact => Facts,
        RecordKind.Ledger => Ledger,
        _ => null,
    };

    internal Statement Select(RecordKind kind) => kind switch
    {
        RecordKind.Fact => Facts.Select,
        RecordKind.Ledger => Ledger.Select,
        RecordKind.Message => Outbox.Select,
        RecordKind.Counter => Counters.Select,
        _ => Records.Select,
    };

    internal Statement Insert(RecordKind kind) => kind switch
    {
        RecordKind.Fact => Facts.Insert,
        RecordKind.Ledger => Ledger.Insert,
        RecordKind.Message => Outbox.Insert,
        _ => Records.Insert,
    };

    internal Statement Redact(RecordKind kind) => kind switch
    {
        RecordKind.Fact => Facts.Redact,
        RecordKind.Message => Outbox.Redact,
        _ => Records.Redact,
    };

    internal Statement Version(RecordKind kind) => kind switch
    {
        RecordKind.Fact => Facts.Version,
        RecordKind.Ledger => Ledger.Version,
        RecordKind.Message => Outbox.Version,
        _ => Records.Version,
    };

    private static StatementSet Add(DbContext context)
    {
        var provider = context.Database.ProviderName ?? string.Empty;
        var dialect = provider switch
        {
            "Microsoft.EntityFrameworkCore.Sqlite" => Dialect.Sqlite,
            "Npgsql.EntityFrameworkCore.PostgreSQL" => Dialect.PostgreSql,
            _ => throw new NotSupportedException(
                $"Referrals stores in SQLite and PostgreSQL; {context.GetType().Name} uses '{provider}'. " +
                "Use one of the two, or implement IReferralStore."),
        };
        return Sets.GetValue(context.Model, model => new StatementSet(dialect, TableNames.Of(model, context.GetType())));
    }
}
