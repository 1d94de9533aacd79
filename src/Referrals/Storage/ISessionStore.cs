namespace Referrals.Storage;

/// <summary>
/// The ability of a store to keep open what a decision needs from its first load to its commit, such as a connection. Without it each
/// call fetches a connection for itself, which on a pooled one costs more than most statements. A store that has it implements it
/// beside <see cref="IReferralStore"/>.
/// </summary>
public interface ISessionStore
{
    /// <summary>
    /// Begins a session, which lasts until it is disposed. It is no transaction: what is loaded and committed in it is exactly as without it.
    /// </summary>
    /// <param name="cancellationToken">Ends the call early; then there is no session.</param>
    ValueTask<IAsyncDisposable> OpenSessionAsync(CancellationToken cancellationToken);
}
