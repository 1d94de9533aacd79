using System.Data.Common;
using Referrals.EntityFrameworkCore.Runners;
using Referrals.EntityFrameworkCore.Sessions;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Commits;

/// <summary>
/// A commit inside the application's transaction on SQLite: all conditions are checked before anything is written. Whoever is inside a
/// write transaction there is the only writer, so what was checked stays true; and a savepoint, which makes SQLite keep a
/// copy of every page that it touches, costs more than the checks.
/// </summary>
internal readonly struct CheckedCommit
{
    private readonly StoreConnection _connection;

    internal CheckedCommit(StoreConnection connection) => _connection = connection;

    internal async ValueTask<CommitOutcome> RunAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        var transaction = _connection.HostTransaction;
        var runner = _connection.Sequential(transaction);
        var failed = await runner.CheckAsync(batch, cancellationToken).ConfigureAwait(false);
        if (failed.Count == 0)
        {
            await WriteAsync(runner, transaction, batch).ConfigureAwait(false);
        }

        return await CommitOutcomes.OfAsync(runner, batch, failed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// From the first write on there is no way back but the application's: should the disk fail in the middle, the whole transaction
    /// is rolled back, so that the application cannot commit half a batch.
    /// </summary>
    private static async ValueTask WriteAsync(SequentialRunner runner, DbTransaction? transaction, CommitBatch batch)
    {
        try
        {
            var failed = await runner.ApplyAsync(batch, CancellationToken.None).ConfigureAwait(false);
            if (failed.Count > 0)
            {
                throw new InvalidOperationException(
                    $"{failed[0]} changed between the check and the write, although this transaction is the only writer. "
                    + "The transaction was rolled back.");
            }
        }
        catch
        {
            if (transaction is not null)
            {
                await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            }

            throw;
        }
    }
}
