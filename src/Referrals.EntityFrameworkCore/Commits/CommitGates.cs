using System.Collections.Concurrent;
using System.Data.Common;

namespace Referrals.EntityFrameworkCore.Commits;

/// <summary>
/// Lets the writers of one SQLite database in this process queue up fairly. Without it they find the database locked, sleep and
/// try again, and an unlucky one does so for a long time.
/// </summary>
internal static class CommitGates
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);

    internal static SemaphoreSlim Of(DbConnection connection) =>
        Gates.GetOrAdd(connection.DataSource, static _ => new SemaphoreSlim(1, 1));
}
