using Referrals.EntityFrameworkCore.Runners;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Sql;

/// <summary>Which statement gives a page of a scan, and with which values.</summary>
internal static class ScanBinding
{
    internal static (Statement Statement, object[] Values) For(StatementSet statements, ScanCursor cursor)
    {
        if (cursor.Kind == RecordKind.Counter)
        {
            return (statements.Counters.Scan, [cursor.Partition, cursor.Last?.Key.Id ?? string.Empty, (long)cursor.Size]);
        }

        if (cursor.Kind == RecordKind.Message)
        {
            return ForMessages(statements.Outbox, cursor);
        }

        var journal = statements.Journal(cursor.Kind);
        object[] scope = journal is null ? [cursor.Partition, (int)cursor.Kind] : [cursor.Partition];
        if (cursor.Range.DueAtOrBefore is not { } instant)
        {
            return (
                journal?.Scan ?? statements.Records.Scan,
                [.. scope, cursor.Last?.Position ?? cursor.Range.AfterPosition, (long)cursor.Size]);
        }

        var lastDue = cursor.Last is { } last ? UnixMicroseconds.From(last.Content.DueAt!.Value) : long.MinValue;
        return (
            journal?.ScanDue ?? statements.Records.ScanDue,
            [.. scope, UnixMicroseconds.From(instant), lastDue, cursor.Last?.Position ?? 0, (long)cursor.Size]);
    }

    private static (Statement Statement, object[] Values) ForMessages(OutboxStatements statements, ScanCursor cursor)
    {
        if (cursor.Range.DueAtOrBefore is not { } instant)
        {
            return (statements.Scan, [cursor.Partition, cursor.Last?.Position ?? cursor.Range.AfterPosition, (long)cursor.Size]);
        }

        var lastDue = cursor.Last is { } last ? UnixMicroseconds.From(last.Content.DueAt!.Value) : long.MinValue;
        return (
            statements.ScanDue,
            [cursor.Partition, UnixMicroseconds.From(instant), lastDue, cursor.Last?.Position ?? 0, (long)cursor.Size]);
    }
}
