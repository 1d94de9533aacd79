using System.Data.Common;
using Referrals.EntityFrameworkCore.Runners;
using Referrals.EntityFrameworkCore.Sessions;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Commits;

/// <summary>
/// A commit inside the host's transaction: a savepoint stands for the transaction of our own. It goes out with the statements behind
/// it, and stays where it is after a success: to release it would cost a round trip, and it ends with the transaction anyway.
/// Only so many, though, since a server looks through all open ones for each row that it reads.
/// </summary>
internal readonly struct JoinedCommit
{
    private const string Save = "SAVEPOINT referrals_commit";
    private const string Keep = "RELEASE SAVEPOINT referrals_commit";
    private const string Undo = "ROLLBACK TO SAVEPOINT referrals_commit; RELEASE SAVEPOINT referrals_commit";

    private readonly StoreConnection _connection;

    internal JoinedCommit(StoreConnection connection) => _connection = connection;

    internal async ValueTask<CommitOutcome> RunAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(_connection.Runner(), _connection.MayLeaveSavepoint(), batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask<CommitOutcome> RunAsync(
        IBatchRunner runner, bool mayLeaveSavepoint, CommitBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await CommitOutcomes.ApplyAsync(runner, batch, Save, cancellationToken).ConfigureAwait(false);
            if (outcome.Status != CommitStatus.Committed)
            {
                await runner.ExecuteAsync(Undo, CancellationToken.None).ConfigureAwait(false);
            }
            else if (!mayLeaveSavepoint)
            {
                await runner.ExecuteAsync(Keep, CancellationToken.None).ConfigureAwait(false);
            }

            return outcome;
        }
        catch (Exception exception)
        {
            await TryUndoAsync(runner).ConfigureAwait(false);
            if (SqlStates.IsLostRace(exception))
            {
                throw RetryUnitOfWorkException.After(exception);
            }

            throw;
        }
    }

    private static async ValueTask TryUndoAsync(IBatchRunner runner)
    {
        try
        {
            await runner.ExecuteAsync(Undo, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            // The connection or the transaction is gone, and the batch with it. The first exception tells why.
        }
    }
}
