namespace Referrals.EntityFrameworkCore;

/// <summary>How the store uses its database.</summary>
public sealed class EntityFrameworkStoreOptions
{
    /// <summary>
    /// Whether statements are prepared on PostgreSQL. Turn it off behind a connection pooler that shares server connections
    /// between transactions and does not know prepared statements (pgbouncer before 1.21). SQLite always prepares.
    /// </summary>
    /// <value>The default is <c>true</c>.</value>
    public bool PrepareStatements { get; set; } = true;

    /// <summary>
    /// How long a commit on SQLite waits for a writer in another process before it fails; rounded up to whole seconds, at least one. A
    /// transaction that the application begins itself waits as long as its connection string says (<c>Default Timeout</c>).
    /// </summary>
    /// <value>The default is 10 seconds. From 0 to 10 minutes.</value>
    public TimeSpan SqliteBusyTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether a commit on SQLite waits until the disk has it, so that it survives a power failure and not only the end of the
    /// process. With <c>false</c> (<c>PRAGMA synchronous=NORMAL</c>) the last commits before a power failure may be missing,
    /// each as a whole, and commits are several times as fast. It applies to connections that the store opens itself.
    /// </summary>
    /// <value>The default is <c>true</c>.</value>
    public bool SqliteSurvivesPowerFailure { get; set; } = true;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SqliteBusyTimeout, TimeSpan.Zero, nameof(SqliteBusyTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SqliteBusyTimeout, TimeSpan.FromMinutes(10), nameof(SqliteBusyTimeout));
    }
}
