namespace Referrals.Storage;

/// <summary>The session of a store that keeps nothing open.</summary>
internal sealed class NoSession : IAsyncDisposable
{
    internal static NoSession Instance { get; } = new();

    /// <summary>A session of the store, or none if it knows none.</summary>
    internal static ValueTask<IAsyncDisposable> OrOfAsync(IReferralStore store, CancellationToken cancellationToken) => store is ISessionStore sessions
        ? sessions.OpenSessionAsync(cancellationToken)
        : new ValueTask<IAsyncDisposable>(Instance);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
