using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>Keeps in memory, and notes what was read and committed for each input.</summary>
internal sealed class StorageRecorder : IReferralStore
{
    private readonly InMemoryReferralStore _store = new();
    private readonly List<RecordKey> _keys = [];
    private readonly List<StorageStep> _steps = [];
    private int _loads;

    /// <summary>How many loads a step took on average; the hand-written SQL does with one.</summary>
    internal double LoadsPerStep => (double)_loads / _steps.Count;

    public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        _loads++;
        _keys.AddRange(keys);
        return _store.LoadAsync(partition, keys, cancellationToken);
    }

    public async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        var outcome = await _store.CommitAsync(batch, cancellationToken);
        _steps.Add(outcome.Status == CommitStatus.Committed
            ? new StorageStep([.. _keys.Distinct()], batch)
            : throw new InvalidOperationException($"Nobody else writes, yet the commit answered {outcome.Status}."));
        _keys.Clear();
        return outcome;
    }

    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
        _store.ScanAsync(partition, kind, range, cancellationToken);

    /// <summary>The steps since the last call.</summary>
    internal IReadOnlyList<StorageStep> Take()
    {
        StorageStep[] steps = [.. _steps];
        _steps.Clear();
        _loads = 0;
        return steps;
    }
}
