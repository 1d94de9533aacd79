using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Commits;
using Referrals.EntityFrameworkCore.Runners;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Sessions;

/// <summary>
/// Leases and settles messages, each with a single statement: a transaction of its own, or a part of the application's. An execution
/// strategy may run a statement again whose answer was lost: a lease is then simply taken anew, and the first one ends by itself.
/// </summary>
internal sealed class OutboxSession
{
    private readonly StoreConnection _connection;

    internal OutboxSession(StoreConnection connection) => _connection = connection;

    internal async ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(
        Partition partition, OutboxLease lease, CancellationToken cancellationToken)
    {
        var messages = await RunAsync(
            (runner, token) => runner.LeaseAsync(partition, lease, token), cancellationToken).ConfigureAwait(false);
        return [.. messages.OrderBy(static message => message.Position)];
    }

    internal ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken) =>
        RunAsync((runner, token) => runner.SettleAsync(partition, message, settlement, token), cancellationToken);

    private async ValueTask<T> RunAsync<T>(
        Func<IBatchRunner, CancellationToken, ValueTask<T>> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var strategy = _connection.IsJoined ? null : _connection.Strategy;
        return strategy is { RetriesOnFailure: true }
            ? await strategy.ExecuteAsync(token => RunOnceAsync(act, token).AsTask(), cancellationToken)
                .ConfigureAwait(false)
            : await RunOnceAsync(act, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<T> RunOnceAsync<T>(
        Func<IBatchRunner, CancellationToken, ValueTask<T>> act, CancellationToken cancellationToken)
    {
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        var gate = _connection.IsSqlite && !_connection.IsJoined ? CommitGates.Of(_connection.Connection) : null;
        try
        {
            await (gate?.WaitAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            try
            {
                return await act(_connection.Runner(), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                gate?.Release();
            }
        }
        finally
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }
}
