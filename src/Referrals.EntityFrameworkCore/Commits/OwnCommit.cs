using System.Data;
using Microsoft.EntityFrameworkCore.Storage;
using Referrals.EntityFrameworkCore.Sessions;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Commits;

/// <summary>
/// A commit in a transaction of its own. On PostgreSQL it is sent as a whole first; only when a condition does not hold is it sent again, to
/// find out which ones.
/// </summary>
internal readonly struct OwnCommit
{
    /// <summary>How often a batch that lost a deadlock is sent again before the exception goes to the caller.</summary>
    private const int MaxAttempts = 4;

    private const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED";
    private const string BeginOnSqlite = "BEGIN IMMEDIATE";
    private const string End = "COMMIT";
    private const string Back = "ROLLBACK";

    private readonly StoreConnection _connection;

    internal OwnCommit(StoreConnection connection) => _connection = connection;

    internal async ValueTask<CommitOutcome> RunAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _connection.IsSqlite
                ? await RunGatedAsync(batch, cancellationToken).ConfigureAwait(false)
                : await RunRepeatedlyAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>After a commit whose answer was lost: whether the database has the batch's event with these bytes.</summary>
    internal async ValueTask<ExecutionResult<CommitOutcome>> FindOutcomeAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        if (batch.EventKey is not { } key)
        {
            return new ExecutionResult<CommitOutcome>(false, CommitOutcome.Committed);
        }

        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var found = await _connection.Runner().LoadAsync(batch.Partition, [key], cancellationToken).ConfigureAwait(false);
            var isOurs = found.Count == 1
                && found[0].Content.Value.Span.SequenceEqual(batch.Operations[0].Content!.Value.Span);
            return new ExecutionResult<CommitOutcome>(isOurs, CommitOutcome.Committed);
        }
        finally
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<CommitOutcome> RunGatedAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        var gate = CommitGates.Of(_connection.Connection);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunOnSqliteAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The transaction is begun by text: the driver's own would wait for other writers as long as the connection string says.</summary>
    private async ValueTask<CommitOutcome> RunOnSqliteAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        var runner = _connection.Sequential(transaction: null);
        await runner.ExecuteAsync(BeginOnSqlite, cancellationToken).ConfigureAwait(false);
        try
        {
            var outcome = await CommitOutcomes.ApplyAsync(runner, batch, cancellationToken).ConfigureAwait(false);
            await runner.ExecuteAsync(outcome.Status == CommitStatus.Committed ? End : Back, CancellationToken.None).ConfigureAwait(false);
            return outcome;
        }
        catch
        {
            await Undo.TryAsync(runner, Back).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<CommitOutcome> RunRepeatedlyAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(batch, cancellationToken).ConfigureAwait(false)
                    ? CommitOutcome.Committed
                    : await RunOnceAsync(batch, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (attempt < MaxAttempts && SqlStates.IsLostRace(exception))
            {
                // The database has rolled everything back and says that it is worth another try.
            }
        }
    }

    /// <summary>The whole commit in one round trip; <c>false</c> if a condition did not hold, and then nothing was stored.</summary>
    private async ValueTask<bool> TryAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            if (await _connection.Enforced().TryRunAsync(batch, Begin, End, cancellationToken).ConfigureAwait(false))
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

    /// <summary>Statement by statement, each judged by what it touched, so that the outcome can name all that did not hold.</summary>
    private async ValueTask<CommitOutcome> RunOnceAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        var transaction = await _connection.Connection
            .BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using var disposal = transaction.ConfigureAwait(false);
        var outcome = await CommitOutcomes
            .ApplyAsync(_connection.Runner(transaction), batch, cancellationToken).ConfigureAwait(false);
        if (outcome.Status == CommitStatus.Committed)
        {
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return outcome;
    }
}
