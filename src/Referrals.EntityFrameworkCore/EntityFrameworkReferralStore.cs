using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Sessions;
using Referrals.Kpis;
using Referrals.Operations;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore;

/// <summary>
/// Keeps everything in the database of an Entity Framework context: SQLite or PostgreSQL. It uses the context's connection and
/// joins its transaction, if one is open; then nothing is stored for good until the application commits, and a rollback takes all of it back.
/// </summary>
/// <remarks>
/// <para>Scoped like the context, and as little thread-safe. It never touches the change tracker and never saves the application's
/// changes.</para>
/// <para>Inside an application's transaction a conflict takes nothing of the application back: PostgreSQL goes back to a savepoint, SQLite checks
/// all conditions before it writes.</para>
/// </remarks>
/// <typeparam name="TContext">A context whose model has the referral tables.</typeparam>
public sealed class EntityFrameworkReferralStore<TContext> : IReferralStore, ISessionStore, IBulkStore, ICustomerSource, ILabelSource, IKpiSource, IOutboxStore
    where TContext : DbContext
{
    private readonly StoreSession _session;
    private readonly OutboxSession _outbox;

    /// <summary>Makes a store over a context.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public EntityFrameworkReferralStore(TContext context, EntityFrameworkStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        options ??= new EntityFrameworkStoreOptions();
        options.Check();
        var connection = new StoreConnection(context, options);
        _session = new StoreSession(connection);
        _outbox = new OutboxSession(connection);
    }

    /// <inheritdoc/>
    public ValueTask<Snapshot> LoadAsync(
        Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return _session.LoadAsync(Checked(partition), keys, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredRecord> LinesOfAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) =>
        _session.Customers.LinesOfAsync(Checked(partition), customer, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredRecord> RefusalsOfAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) =>
        _session.Customers.RefusalsOfAsync(Checked(partition), customer, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredRecord> FindAsync(Partition partition, LabelQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _session.Customers.FindAsync(Checked(partition), query, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IAsyncDisposable> OpenSessionAsync(CancellationToken cancellationToken) => _session.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _session.CommitAsync(batch, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAllAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return batches.Count == 0 ? ValueTask.FromResult(CommitOutcome.Committed)
            : batches.Any(batch => batch.Partition != batches[0].Partition)
                ? throw new ArgumentException("Batches that are committed together are of one partition; these are of several.", nameof(batches))
            : _session.CommitAllAsync(batches, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        return _session.ScanAsync(Checked(partition), kind, range, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The database groups: some seven queries, on one state of it, whose rows are sums by group. Inside an application's transaction
    /// they see what its isolation lets them see.
    /// </remarks>
    public Task<IReadOnlyList<KpiGroup>> GroupsAsync(
        Partition partition, Unit unit, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping, CancellationToken cancellationToken)
    {
        KpiRequest.Check(partition, unit, windows, grouping);
        return windows.Count == 0
            ? Task.FromResult<IReadOnlyList<KpiGroup>>([])
            : _session.Kpis.GroupsAsync(partition, unit, windows, grouping, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JournalChanges> ChangesAsync(Partition partition, JournalMark? since, CancellationToken cancellationToken) =>
        _session.Changes.ChangesAsync(Checked(partition), since, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(
        Partition partition, OutboxLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return _outbox.LeaseAsync(Checked(partition), lease, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(settlement);
        return _outbox.SettleAsync(Checked(partition), message, settlement, cancellationToken);
    }

    private static Partition Checked(Partition partition) => partition != default
        ? partition
        : throw new ArgumentException("A store requires a partition that is not default.", nameof(partition));
}
