namespace Referrals.EntityFrameworkCore.Sessions;

/// <summary>
/// Keeps the connection from going back to the pool between the loads and the commit of one decision: each time that it does, the server
/// resets it before it is used again.
/// </summary>
internal sealed class HeldConnection : IAsyncDisposable
{
    private readonly StoreConnection _connection;

    private HeldConnection(StoreConnection connection) => _connection = connection;

    internal static async ValueTask<IAsyncDisposable> OpenAsync(StoreConnection connection, CancellationToken cancellationToken)
    {
        var strategy = connection.IsJoined ? null : connection.Strategy;
        if (strategy is { RetriesOnFailure: true })
        {
            await strategy.ExecuteAsync(
                connection, static async (_, it, token) => { await it.OpenAsync(token).ConfigureAwait(false); return true; },
                verifySucceeded: null, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }

        return new HeldConnection(connection);
    }

    public ValueTask DisposeAsync() => _connection.CloseAsync();
}
