using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Referrals.EntityFrameworkCore.Runners;
using Referrals.EntityFrameworkCore.Sql.Statements;

namespace Referrals.EntityFrameworkCore.Sessions;

/// <summary>The context's connection and the transaction that the host may have open on it.</summary>
internal sealed class StoreConnection
{
    private readonly DbContext _context;
    private readonly EntityFrameworkStoreOptions _options;
    private StatementSet? _statements;
    private DbConnection? _connection;
    private DbTransaction? _lastTransaction;
    private int _savepoints;

    internal StoreConnection(DbContext context, EntityFrameworkStoreOptions options)
    {
        _context = context;
        _options = options;
    }

    internal StatementSet Statements => _statements ??= StatementSet.Of(_context);

    internal bool IsSqlite => Statements.Dialect == Dialect.Sqlite;

    /// <summary>Whether a transaction of the host is open, on the context or around it.</summary>
    internal bool IsJoined =>
        _context.Database.CurrentTransaction is not null
        || System.Transactions.Transaction.Current is not null;

    internal DbConnection Connection => _connection ??= _context.Database.GetDbConnection();

    internal IExecutionStrategy Strategy => _context.Database.CreateExecutionStrategy();

    /// <summary>The host's transaction on the context, as the database knows it.</summary>
    internal DbTransaction? HostTransaction => _context.Database.CurrentTransaction?.GetDbTransaction();

    /// <summary>How many savepoints a transaction of the host keeps open.</summary>
    private const int MaxSavepoints = 16;

    /// <summary>Whether one more savepoint may stay open in the host's transaction; counts it.</summary>
    internal bool MayLeaveSavepoint()
    {
        if (HostTransaction is not { } transaction)
        {
            return false;
        }

        _savepoints = ReferenceEquals(transaction, _lastTransaction) ? _savepoints + 1 : 1;
        _lastTransaction = transaction;
        return _savepoints <= MaxSavepoints;
    }

    internal SequentialRunner Sequential(DbTransaction? transaction) => new(Connection, transaction, Statements);

    internal IBatchRunner Runner(DbTransaction? transaction) => IsSqlite
        ? Sequential(transaction)
        : new BatchedRunner(Connection, transaction, Statements, _options.PrepareStatements);

    /// <summary>A runner in the host's transaction, or outside of any.</summary>
    internal IBatchRunner Runner() => Runner(HostTransaction);

    /// <summary>
    /// Opens the connection. On SQLite it stays open as long as the context lives, since opening costs more than a commit;
    /// on a server it goes back to the pool after each call.
    /// </summary>
    internal async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (IsSqlite && Connection.State == ConnectionState.Open)
        {
            return;
        }

        await _context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (IsSqlite)
        {
            var pragmas =
                $"PRAGMA busy_timeout = {(int)_options.SqliteBusyTimeout.TotalMilliseconds}; " +
                $"PRAGMA synchronous = {(_options.SqliteSurvivesPowerFailure ? "FULL" : "NORMAL")}";
            await Runner(null).ExecuteAsync(pragmas, cancellationToken).ConfigureAwait(false);
        }
    }

    internal async ValueTask CloseAsync()
    {
        if (!IsSqlite)
        {
            await _context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
