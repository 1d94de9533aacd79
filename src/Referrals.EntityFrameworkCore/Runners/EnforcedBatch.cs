using System.Data.Common;
using Referrals.EntityFrameworkCore.Commits;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Runners;

/// <summary>
/// A commit in a single round trip to PostgreSQL: its begin, its statements and its end go out together. Each statement fails if its
/// condition does not hold, and the server then skips the rest, the end too. Rows that many writers want are locked for the time of
/// the statements alone, not for that of a round trip.
/// </summary>
/// <remarks>It can only say that some condition did not hold, not which ones. That is found out by <see cref="BatchedRunner"/>.</remarks>
internal sealed class EnforcedBatch
{
    private readonly DbConnection _connection;
    private readonly DbTransaction? _transaction;
    private readonly StatementSet _statements;
    private readonly bool _prepare;

    internal EnforcedBatch(DbConnection connection, DbTransaction? transaction, StatementSet statements, bool prepare)
    {
        _connection = connection;
        _transaction = transaction;
        _statements = statements;
        _prepare = prepare;
    }

    /// <summary>Runs everything between begin and end.</summary>
    /// <returns><c>true</c> after the end; <c>false</c> if a condition did not hold: then the caller must undo.</returns>
    internal ValueTask<bool> TryRunAsync(CommitBatch batch, string begin, string end, CancellationToken cancellationToken) =>
        TryRunAsync([batch], begin, end, cancellationToken);

    /// <summary>Runs several batches, one after the other, between begin and end.</summary>
    /// <returns><c>true</c> after the end; <c>false</c> if a condition did not hold: then the caller must undo.</returns>
    internal async ValueTask<bool> TryRunAsync(IReadOnlyList<CommitBatch> batches, string begin, string end, CancellationToken cancellationToken)
    {
        var commands = _connection.CreateBatch();
        await using var disposal = commands.ConfigureAwait(false);
        commands.Transaction = _transaction;
        _ = commands.Append(new Statement(begin));
        foreach (var batch in batches)
        {
            _ = commands.Append(_statements, batch, enforced: true);
        }

        _ = commands.Append(new Statement(end));
        try
        {
            if (_prepare)
            {
                await commands.PrepareAsync(cancellationToken).ConfigureAwait(false);
            }

            await commands.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbException exception) when (SqlStates.IsUnmetCondition(exception))
        {
            return false;
        }
    }
}
