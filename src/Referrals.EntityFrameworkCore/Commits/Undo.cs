using System.Data.Common;
using Referrals.EntityFrameworkCore.Runners;

namespace Referrals.EntityFrameworkCore.Commits;

/// <summary>Takes a batch back after an exception.</summary>
internal static class Undo
{
    /// <summary>Runs a rollback, and says nothing if there is nothing left to roll back.</summary>
    internal static async ValueTask TryAsync(IBatchRunner runner, string rollback)
    {
        try
        {
            await runner.ExecuteAsync(rollback, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            // The connection or the transaction is gone, and the batch with it. The first exception tells why.
        }
    }
}
