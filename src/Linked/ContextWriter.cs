using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Referrals.EntityFrameworkCore.Linked;

/// <summary>
/// How the packages that keep tables of their own beside those of referrals write to the application's context. The file is compiled into each of them,
/// so that none depends on another.
/// </summary>
internal sealed class ContextWriter(DbContext context, bool isSqlite)
{
    /// <summary>One gate for each SQLite database that this process writes to.</summary>
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = [];

    private readonly SemaphoreSlim? _gate =
        isSqlite ? Gates.GetOrAdd(context.Database.GetConnectionString() ?? string.Empty, static _ => new SemaphoreSlim(1)) : null;

    /// <summary>On SQLite the writers of this process take turns here, which is faster than to wait at the locked file.</summary>
    internal async Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        var gate = context.Database.CurrentTransaction is null ? _gate : null;
        await (gate?.WaitAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        try
        {
            return await write(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = gate?.Release();
        }
    }

    /// <summary>
    /// All or nothing: in the application's transaction if one is open, else in one of its own, which an execution strategy may run again.
    /// </summary>
    /// <param name="write">What to write.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <param name="isToBeKept">Whether a transaction of its own is committed, by what was written; always, if it is left out.</param>
    internal async Task<T> InTransactionAsync<T>(
        Func<CancellationToken, Task<T>> write, CancellationToken cancellationToken, Func<T, bool>? isToBeKept = null)
    {
        var database = context.Database;
        if (database.CurrentTransaction is not null || System.Transactions.Transaction.Current is not null)
        {
            return await write(cancellationToken).ConfigureAwait(false);
        }

        return await database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                var transaction = await database.BeginTransactionAsync(token).ConfigureAwait(false);
                await using var disposal = transaction.ConfigureAwait(false);
                var written = await write(token).ConfigureAwait(false);
                await (isToBeKept?.Invoke(written) != false ? transaction.CommitAsync(token) : transaction.RollbackAsync(token)).ConfigureAwait(false);
                return written;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
