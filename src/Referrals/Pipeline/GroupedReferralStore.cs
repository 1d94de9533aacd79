using System.Runtime.InteropServices;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>
/// A store in front of another one, for one writer: commits are kept and seen by what is loaded after them, until all of them are committed to the
/// store behind it together. Every condition is checked there once more, so what others write meanwhile is found.
/// </summary>
/// <param name="store">The store behind.</param>
/// <param name="bulk">The same, as it commits many batches.</param>
/// <param name="time">What durations are taken by; <c>null</c> where they are not.</param>
/// <param name="followsPrograms">
/// Whether programs are kept in the store. Their calendar is then read anew for each decision, since no condition guards it: a group may be open for
/// longer than a change of a program takes to be in force.
/// </param>
internal sealed class GroupedReferralStore(IReferralStore store, IBulkStore bulk, TimeProvider? time, bool followsPrograms) : IReferralStore
{
    private readonly Dictionary<RecordKey, StoredRecord?> _known = [];

    /// <summary>What was added to counters that were not loaded; it is most of them.</summary>
    private readonly Dictionary<RecordKey, long> _added = [];

    private readonly List<CommitBatch> _batches = [];

    /// <summary>What durations are taken by; <c>null</c> where they are not.</summary>
    internal TimeProvider? Time => time;

    /// <summary>Whether a record of the program itself waits to be committed, so that what others change of it would not be seen.</summary>
    internal bool HoldsProgram { get; private set; }

    /// <summary>How many bytes of contents wait to be committed.</summary>
    internal long Bytes { get; private set; }

    public async ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        var missing = keys.Where(key => !_known.ContainsKey(key) || (followsPrograms && !HoldsProgram && IsOfProgram(key))).ToArray();
        if (missing.Length > 0)
        {
            var loaded = await store.LoadAsync(partition, missing, cancellationToken).ConfigureAwait(false);
            foreach (var key in missing)
            {
                _known[key] = key.Kind == RecordKind.Counter ? Counted(key, loaded.Find(key), _added.GetValueOrDefault(key)) : loaded.Find(key);
                _ = _added.Remove(key);
            }
        }

        return Snapshot.Of(keys.Distinct().Select(key => _known[key]).OfType<StoredRecord>());
    }

    /// <summary>What is due, and what concerns a person, is not asked for while a group is made; the store behind does not know of the group yet.</summary>
    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
        store.ScanAsync(partition, kind, range, cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        if (batch.EventKey is { } key && _known.GetValueOrDefault(key) is { } told)
        {
            return ValueTask.FromResult(CommitOutcome.AlreadyProcessed(told));
        }

        var conflicts = batch.Operations.Where(operation => !Holds(operation)).Select(static operation => operation.Key).ToArray();
        if (conflicts.Length > 0)
        {
            return ValueTask.FromResult(CommitOutcome.Conflict(conflicts));
        }

        foreach (var operation in batch.Operations)
        {
            Apply(operation);
        }

        _batches.Add(batch);
        return ValueTask.FromResult(CommitOutcome.Committed);
    }

    /// <summary>Commits everything to the store behind. Unless the outcome is that, nothing was stored.</summary>
    internal ValueTask<CommitOutcome> FlushAsync(CancellationToken cancellationToken) =>
        _batches.Count == 0 ? ValueTask.FromResult(CommitOutcome.Committed) : bulk.CommitAllAsync(_batches, cancellationToken);

    /// <summary>Whether a condition holds as far as that is known here.</summary>
    private bool Holds(StoreOperation operation)
    {
        if (!_known.TryGetValue(operation.Key, out var known))
        {
            return true;
        }

        return operation.Kind switch
        {
            StoreOperationKind.Insert => known is null,
            StoreOperationKind.Add => (Int128)(known?.Number ?? 0) + operation.Delta is var sum && sum >= operation.Minimum && sum <= operation.Maximum,
            StoreOperationKind.Redact => known is not null,
            _ => (known?.Version ?? 0) == operation.ExpectedVersion,
        };
    }

    private void Apply(StoreOperation operation)
    {
        var key = operation.Key;
        HoldsProgram |= IsOfProgram(key) && operation.Kind != StoreOperationKind.Require;
        Bytes += operation.Content?.Value.Length ?? 0;
        switch (operation.Kind)
        {
            case StoreOperationKind.Insert:
                _known[key] = new StoredRecord { Key = key, Version = operation.InitialVersion, Position = 0, Content = operation.Content! };
                break;
            case StoreOperationKind.Replace:
                _known[key] = new StoredRecord { Key = key, Version = operation.ExpectedVersion + 1, Position = 0, Content = operation.Content! };
                break;
            case StoreOperationKind.Redact:
                _known[key] = _known.GetValueOrDefault(key) is { } known ? known with { Content = operation.Content! } : null;
                break;
            case StoreOperationKind.Add when _known.TryGetValue(key, out var counter):
                _known[key] = Counted(key, counter, operation.Delta);
                break;
            case StoreOperationKind.Add:
                ref var added = ref CollectionsMarshal.GetValueRefOrAddDefault(_added, key, out _);
                added = checked(added + operation.Delta);
                break;
            default:
                break;
        }
    }

    private static bool IsOfProgram(RecordKey key) => key.Kind is RecordKind.ProgramVersions or RecordKind.Program;

    /// <summary>A counter with so much more.</summary>
    private static StoredRecord? Counted(RecordKey key, StoredRecord? known, long delta) => delta == 0 ? known
        : known is null ? new StoredRecord { Key = key, Version = 1, Position = 0, Content = RecordContent.Of(default), Number = delta }
        : known with { Number = checked(known.Number + delta) };
}
