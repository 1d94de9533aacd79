using NodaTime;
using Referrals.EntityFrameworkCore.Sessions;
using Referrals.EntityFrameworkCore.Sql;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Operations;

namespace Referrals.EntityFrameworkCore.Kpis;

/// <summary>Follows the journal of a partition without missing what becomes visible late.</summary>
/// <remarks>
/// Each statement sees the database anew. A fact at or below the last position that the first one sees took its position before that,
/// and therefore held its lock before that: either the second statement lists its transaction, or it has ended and the third sees it.
/// SQLite has one writer, so positions appear in their order and nobody needs to be waited for.
/// </remarks>
internal sealed class ChangeSession
{
    private readonly StoreConnection _connection;
    private readonly ChangeStatements _statements;

    internal ChangeSession(StoreConnection connection)
    {
        _connection = connection;
        _statements = new ChangeStatements(connection.Statements.Tables);
    }

    internal async Task<JournalChanges> ChangesAsync(Partition partition, JournalMark? since, CancellationToken cancellationToken)
    {
        if (_connection.IsJoined)
        {
            throw new InvalidOperationException(
                "Live totals follow what has been committed and are not read inside a transaction. Read them from a context without one.");
        }

        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var last = await ReadAsync(_statements.Last, cancellationToken, partition.ToString()).ConfigureAwait(false);
            var writers = _connection.IsSqlite ? [] : await WritersAsync(cancellationToken).ConfigureAwait(false);
            var mark = Mark(since, (long)last[0]!, writers);
            if (since is null)
            {
                return new JournalChanges { Mark = mark, From = Instant.MinValue };
            }

            var earliest = await ReadAsync(_statements.Earliest, cancellationToken, partition.ToString(), since.Settled).ConfigureAwait(false);
            return new JournalChanges { Mark = mark, From = earliest[0] is long time ? UnixMicroseconds.ToInstant(time) : null };
        }
        finally
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }

    private static JournalMark Mark(JournalMark? since, long last, List<string> writers)
    {
        if (writers.Count == 0)
        {
            return new JournalMark { Settled = last, Reached = last };
        }

        return since is { Writers: { Count: > 0 } before } && before.Intersect(writers).Any()
            ? since
            : new JournalMark { Settled = since?.Reached ?? 0, Reached = last, Writers = writers };
    }

    private async Task<List<string>> WritersAsync(CancellationToken cancellationToken)
    {
        var writers = await ReadAsync(_statements.Writers, cancellationToken).ConfigureAwait(false);
        return writers.Contains("recovery")
            ? throw new InvalidOperationException("Live totals need the database that is written to; this is a standby, which does not know who writes.")
            : [.. writers.OfType<string>()];
    }

    /// <summary>The first column of all rows.</summary>
    private async Task<List<object?>> ReadAsync(Statement statement, CancellationToken cancellationToken, params object[] values)
    {
        var found = new List<object?>();
        var command = _connection.Command(statement, values);
        await using var disposal = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(reader.IsDBNull(0) ? null : reader.GetValue(0));
        }

        return found;
    }
}
