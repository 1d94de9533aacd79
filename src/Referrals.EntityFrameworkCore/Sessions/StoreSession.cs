using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Commits;
using Referrals.EntityFrameworkCore.Kpis;
using Referrals.EntityFrameworkCore.Runners;
using Referrals.EntityFrameworkCore.Sql;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Sessions;

/// <summary>What the store does, apart from the type of its context.</summary>
internal sealed class StoreSession
{
    private const int PageSize = 512;

    private readonly StoreConnection _connection;

    internal StoreSession(StoreConnection connection) => _connection = connection;

    internal KpiSession Kpis => new(_connection);

    internal CustomerSession Customers => new(this, _connection.Statements);

    internal ChangeSession Changes => new(_connection);

    /// <summary>Holds the connection. On SQLite it is open all the time.</summary>
    internal ValueTask<IAsyncDisposable> OpenAsync(CancellationToken cancellationToken) => HeldConnection.OpenAsync(_connection, cancellationToken);

    internal ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        if (_connection.IsJoined)
        {
            return _connection.IsSqlite
                ? new CheckedCommit(_connection).RunAsync(batch, cancellationToken)
                : new JoinedCommit(_connection).RunAsync(batch, cancellationToken);
        }

        var strategy = _connection.Strategy;
        var commit = new OwnCommit(_connection);
        return strategy.RetriesOnFailure
            ? new ValueTask<CommitOutcome>(strategy.ExecuteAsync(
                (commit, batch),
                static async (_, state, token) => await state.commit.RunAsync(state.batch, token).ConfigureAwait(false),
                static async (_, state, token) => await state.commit.FindOutcomeAsync(state.batch, token).ConfigureAwait(false),
                cancellationToken))
            : commit.RunAsync(batch, cancellationToken);
    }

    internal ValueTask<CommitOutcome> CommitAllAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken)
    {
        var commit = new GroupCommit(_connection);
        var strategy = _connection.IsJoined ? null : _connection.Strategy;
        return strategy is { RetriesOnFailure: true }
            ? new ValueTask<CommitOutcome>(strategy.ExecuteAsync(
                (commit, batches),
                static async (_, state, token) => await state.commit.RunAsync(state.batches, token).ConfigureAwait(false),
                static async (_, state, token) => await state.commit.FindOutcomeAsync(state.batches, token).ConfigureAwait(false),
                cancellationToken))
            : commit.RunAsync(batches, cancellationToken);
    }

    internal async ValueTask<Snapshot> LoadAsync(
        Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var distinct = Distinct(keys);
        if (distinct.Count == 0)
        {
            return Snapshot.Of([]);
        }

        var records = await ReadAsync(
            (runner, token) => runner.LoadAsync(partition, distinct, token), cancellationToken).ConfigureAwait(false);
        return Snapshot.Of(records);
    }

    internal async IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Counters are never due.
        var left = kind == RecordKind.Counter && range.DueAtOrBefore is not null ? 0 : range.Limit;
        StoredRecord? last = null;
        while (left > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cursor = new ScanCursor(partition, kind, range, last, Math.Min(left, PageSize));
            var (statement, values) = ScanBinding.For(_connection.Statements, cursor);
            var page = await ReadAsync(statement, values, kind, cancellationToken).ConfigureAwait(false);
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < cursor.Size)
            {
                yield break;
            }

            left -= page.Count;
            last = page[^1];
        }
    }

    /// <summary>Reads the records that a statement finds, in the application's transaction if there is one.</summary>
    internal ValueTask<List<StoredRecord>> ReadAsync(
        Statement statement, object[] values, RecordKind kind, CancellationToken cancellationToken) =>
        ReadAsync((runner, token) => runner.ReadAsync(statement, values, kind, token), cancellationToken);

    private async ValueTask<List<StoredRecord>> ReadAsync(
        Func<IBatchRunner, CancellationToken, ValueTask<List<StoredRecord>>> read, CancellationToken cancellationToken)
    {
        var strategy = _connection.IsJoined ? null : _connection.Strategy;
        return strategy is { RetriesOnFailure: true }
            ? await strategy.ExecuteAsync(
                read, async (function, token) => await ReadOnceAsync(function, token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false)
            : await ReadOnceAsync(read, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<List<StoredRecord>> ReadOnceAsync(
        Func<IBatchRunner, CancellationToken, ValueTask<List<StoredRecord>>> read, CancellationToken cancellationToken)
    {
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await read(_connection.Runner(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }

    private static IReadOnlyList<RecordKey> Distinct(IReadOnlyList<RecordKey> keys)
    {
        var seen = new HashSet<RecordKey>(keys.Count);
        foreach (var key in keys)
        {
            if (key.Id is null)
            {
                throw new ArgumentException("A store takes keys that are not default.", nameof(keys));
            }

            seen.Add(key);
        }

        return seen.Count == keys.Count ? keys : [.. seen];
    }
}
