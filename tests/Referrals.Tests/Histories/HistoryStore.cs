using Referrals.Storage;

namespace Referrals.Tests.Histories;

/// <summary>
/// The store as one worker sees it. The worker can be killed before or after a commit, and does nothing more from then on; and somebody else
/// can be faster, between its load and its commit.
/// </summary>
internal sealed class HistoryStore(IReferralStore store) : IReferralStore
{
    private bool _dead;

    /// <summary>Ends the worker at its next commit: before it, or right after it.</summary>
    internal (bool After, bool Set) Kill { get; set; }

    /// <summary>What somebody else does before the next commit.</summary>
    internal Func<Task>? Between { get; set; }

    /// <summary>Only so many events are there; all of them if <c>null</c>.</summary>
    internal int? Events { get; set; }

    public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
        Alive().LoadAsync(partition, keys, cancellationToken);

    public async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        if (Between is { } between)
        {
            Between = null;
            await between();
        }

        if (!Kill.Set)
        {
            return await Alive().CommitAsync(batch, cancellationToken);
        }

        if (Kill.After)
        {
            await store.CommitAsync(batch, cancellationToken);
        }

        _dead = true;
        throw new IOException("The worker was killed.");
    }

    public IAsyncEnumerable<StoredRecord> ScanAsync(Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
        Alive().ScanAsync(partition, kind, kind == RecordKind.Event && Events is { } limit ? range.Take(limit) : range, cancellationToken);

    private IReferralStore Alive() => _dead ? throw new IOException("The worker was killed.") : store;
}
