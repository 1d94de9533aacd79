using Referrals.EntityFrameworkCore.Runners;
using Referrals.EntityFrameworkCore.Sessions;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Commits;

/// <summary>
/// A commit inside the application's transaction on PostgreSQL: a savepoint stands for the transaction of our own. It is set, used and released in
/// one round trip; only when a condition does not hold is the batch sent again, to find out which ones.
/// </summary>
internal readonly struct JoinedCommit
{
    private const string Save = "SAVEPOINT referrals_commit";
    private const string Keep = "RELEASE SAVEPOINT referrals_commit";
    private const string Back = "ROLLBACK TO SAVEPOINT referrals_commit; RELEASE SAVEPOINT referrals_commit";

    private readonly StoreConnection _connection;

    internal JoinedCommit(StoreConnection connection) => _connection = connection;

    internal async ValueTask<CommitOutcome> RunAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await TryAsync(batch, cancellationToken).ConfigureAwait(false)
                ? CommitOutcome.Committed
                : await RunAsync(_connection.Runner(), batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The whole batch in one round trip; <c>false</c> if a condition did not hold, and then it was taken back.</summary>
    private async ValueTask<bool> TryAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            if (await _connection.Enforced().TryRunAsync(batch, Save, Keep, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch (Exception exception)
        {
            await Undo.TryAsync(_connection.Runner(), Back).ConfigureAwait(false);
            if (SqlStates.IsLostRace(exception))
            {
                throw new RetryUnitOfWorkException(new RetryUnitOfWorkException().Message, exception);
            }

            throw;
        }

        await _connection.Runner().ExecuteAsync(Back, CancellationToken.None).ConfigureAwait(false);
        return false;
    }

    /// <summary>Statement by statement, each judged by what it touched, so that the outcome can name all that did not hold.</summary>
    private static async ValueTask<CommitOutcome> RunAsync(IBatchRunner runner, CommitBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await runner.ExecuteAsync(Save, cancellationToken).ConfigureAwait(false);
            var outcome = await CommitOutcomes.ApplyAsync(runner, batch, cancellationToken).ConfigureAwait(false);
            await runner.ExecuteAsync(outcome.Status == CommitStatus.Committed ? Keep : Back, CancellationToken.None).ConfigureAwait(false);
            return outcome;
        }
        catch (Exception exception)
        {
            await Undo.TryAsync(runner, Back).ConfigureAwait(false);
            if (SqlStates.IsLostRace(exception))
            {
                throw new RetryUnitOfWorkException(new RetryUnitOfWorkException().Message, exception);
            }

            throw;
        }
    }
}
