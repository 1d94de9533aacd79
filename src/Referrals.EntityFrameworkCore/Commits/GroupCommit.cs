using Microsoft.EntityFrameworkCore.Storage;
using Referrals.EntityFrameworkCore.Sessions;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Commits;

/// <summary>
/// Many batches in one transaction, or behind one savepoint of the application's. On PostgreSQL all of them are sent as a whole first; only when a
/// condition does not hold are they sent again, one after the other, to find out which.
/// </summary>
internal readonly struct GroupCommit
{
    private const int MaxAttempts = 4;
    private const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED";
    private const string BeginOnSqlite = "BEGIN IMMEDIATE";
    private const string End = "COMMIT";
    private const string Back = "ROLLBACK";
    private const string Save = "SAVEPOINT referrals_group";
    private const string Keep = "RELEASE SAVEPOINT referrals_group";
    private const string BackToSavepoint = "ROLLBACK TO SAVEPOINT referrals_group; RELEASE SAVEPOINT referrals_group";

    private readonly StoreConnection _connection;

    internal GroupCommit(StoreConnection connection) => _connection = connection;

    internal async ValueTask<CommitOutcome> RunAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _connection.IsJoined ? await RunOnceAsync(batches, Save, Keep, BackToSavepoint, cancellationToken).ConfigureAwait(false)
                : _connection.IsSqlite ? await RunGatedAsync(batches, cancellationToken).ConfigureAwait(false)
                : await RunRepeatedlyAsync(batches, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>After a commit whose answer was lost: whether the database has the last of the events with these bytes.</summary>
    internal ValueTask<ExecutionResult<CommitOutcome>> FindOutcomeAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken) =>
        new OwnCommit(_connection).FindOutcomeAsync(batches.LastOrDefault(static batch => batch.EventKey is not null) ?? batches[^1], cancellationToken);

    private async ValueTask<CommitOutcome> RunGatedAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken)
    {
        var gate = CommitGates.Of(_connection.Connection);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunOnceAsync(batches, BeginOnSqlite, End, Back, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private async ValueTask<CommitOutcome> RunRepeatedlyAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(batches, cancellationToken).ConfigureAwait(false)
                    ? CommitOutcome.Committed
                    : await RunOnceAsync(batches, Begin, End, Back, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (attempt < MaxAttempts && SqlStates.IsLostRace(exception))
            {
                // The database has rolled everything back and says that it is worth another try.
            }
        }
    }

    /// <summary>The whole group in one round trip; <c>false</c> if a condition did not hold, and then nothing was stored.</summary>
    private async ValueTask<bool> TryAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken)
    {
        try
        {
            if (await _connection.Enforced().TryRunAsync(batches, Begin, End, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch
        {
            await Undo.TryAsync(_connection.Runner(), Back).ConfigureAwait(false);
            throw;
        }

        await _connection.Runner().ExecuteAsync(Back, CancellationToken.None).ConfigureAwait(false);
        return false;
    }

    /// <summary>Batch by batch, up to the first that cannot be committed.</summary>
    private async ValueTask<CommitOutcome> RunOnceAsync(
        IReadOnlyList<CommitBatch> batches, string begin, string end, string back, CancellationToken cancellationToken)
    {
        var runner = _connection.Runner();
        try
        {
            await runner.ExecuteAsync(begin, cancellationToken).ConfigureAwait(false);
            foreach (var batch in batches)
            {
                var outcome = await CommitOutcomes.ApplyAsync(runner, batch, cancellationToken).ConfigureAwait(false);
                if (outcome.Status != CommitStatus.Committed)
                {
                    await runner.ExecuteAsync(back, CancellationToken.None).ConfigureAwait(false);
                    return outcome;
                }
            }

            await runner.ExecuteAsync(end, CancellationToken.None).ConfigureAwait(false);
            return CommitOutcome.Committed;
        }
        catch (Exception exception)
        {
            await Undo.TryAsync(runner, back).ConfigureAwait(false);
            if (_connection.IsJoined && SqlStates.IsLostRace(exception))
            {
                throw new RetryUnitOfWorkException(new RetryUnitOfWorkException().Message, exception);
            }

            throw;
        }
    }
}
