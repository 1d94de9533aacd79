using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Referrals.EntityFrameworkCore.Runners;
using Referrals.EntityFrameworkCore.Sql.Statements;

namespace Referrals.EntityFrameworkCore.Sessions;

/// <summary>The context's connection and the transaction that the application may have open on it.</summary>
internal sealed class StoreConnection
{
    /// <summary>
    /// Where statistics are missing or old, PostgreSQL takes a journal for a few rows and joins it in nested loops, which takes
    /// minutes. All joins of the reports are on equal values, so the other ways are never much slower.
    /// </summary>
    private const string BeginOnPostgres = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_nestloop = off";

    /// <summary>
    /// The most milliseconds that SQLite itself waits in one step: between steps the driver looks whether the time of the command is over.
    /// </summary>
    private const double LongestStep = 500;

    private readonly DbContext _context;
    private readonly EntityFrameworkStoreOptions _options;
    private StatementSet? _statements;
    private DbConnection? _connection;

    internal StoreConnection(DbContext context, EntityFrameworkStoreOptions options)
    {
        _context = context;
        _options = options;
    }

    internal StatementSet Statements => _statements ??= StatementSet.Of(_context);

    internal bool IsSqlite => Statements.Dialect == Dialect.Sqlite;

    /// <summary>Whether a transaction of the application is open, on the context or around it.</summary>
    internal bool IsJoined =>
        _context.Database.CurrentTransaction is not null
        || System.Transactions.Transaction.Current is not null;

    internal DbConnection Connection => _connection ??= _context.Database.GetDbConnection();

    internal IExecutionStrategy Strategy => _context.Database.CreateExecutionStrategy();

    /// <summary>The application's transaction on the context, as the database knows it.</summary>
    internal DbTransaction? HostTransaction => _context.Database.CurrentTransaction?.GetDbTransaction();

    internal SequentialRunner Sequential(DbTransaction? transaction) =>
        new(Connection, transaction, Statements, Math.Max(1, (int)Math.Ceiling(_options.SqliteBusyTimeout.TotalSeconds)));

    internal IBatchRunner Runner(DbTransaction? transaction) => IsSqlite
        ? Sequential(transaction)
        : new BatchedRunner(Connection, transaction, Statements, _options.PrepareStatements);

    /// <summary>Commits to PostgreSQL in one round trip, in the application's transaction or outside of any.</summary>
    internal EnforcedBatch Enforced() => new(Connection, HostTransaction, Statements, _options.PrepareStatements);

    /// <summary>A runner in the application's transaction, or outside of any.</summary>
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
                $"PRAGMA busy_timeout = {(int)Math.Min(_options.SqliteBusyTimeout.TotalMilliseconds, LongestStep)}; " +
                $"PRAGMA synchronous = {(_options.SqliteSurvivesPowerFailure ? "FULL" : "NORMAL")}";
            await Runner(null).ExecuteAsync(pragmas, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads on one state of the database, however many statements it takes: in a transaction of its own that only reads, or
    /// in the application's, which then says what is seen.
    /// </summary>
    internal async Task<TResult> ReadAsync<TResult>(
        Func<CancellationToken, Task<TResult>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var strategy = IsJoined ? null : Strategy;
        return strategy is { RetriesOnFailure: true }
            ? await strategy.ExecuteAsync(read, ReadOnceAsync, cancellationToken).ConfigureAwait(false)
            : await ReadOnceAsync(read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A command with its values, in the application's transaction if there is one. It may take as long as the caller lets it.</summary>
    internal DbCommand Command(Statement statement, params object[] values)
    {
        var command = Connection.CreateCommand();
        command.Transaction = HostTransaction;
        command.CommandTimeout = _context.Database.GetCommandTimeout() ?? 0;
#pragma warning disable CA2100 // The texts are made of constants and numbers; values only ever go in as parameters.
        command.CommandText = statement.Text;
#pragma warning restore CA2100
        var parameters = statement.AddParameters(command.Parameters, command.CreateParameter, named: IsSqlite);
        for (var i = 0; i < values.Length; i++)
        {
            parameters[i].Value = values[i];
        }

        return command;
    }

    internal async ValueTask CloseAsync()
    {
        if (!IsSqlite)
        {
            await _context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    private async Task<TResult> ReadOnceAsync<TResult>(
        Func<CancellationToken, Task<TResult>> read, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (IsJoined)
            {
                return await read(cancellationToken).ConfigureAwait(false);
            }

            var runner = Runner(null);
            await runner.ExecuteAsync(IsSqlite ? "BEGIN" : BeginOnPostgres, cancellationToken).ConfigureAwait(false);
            try
            {
                return await read(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await runner.ExecuteAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            await CloseAsync().ConfigureAwait(false);
        }
    }
}
