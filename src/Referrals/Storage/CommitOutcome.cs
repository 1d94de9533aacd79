namespace Referrals.Storage;

/// <summary>What became of a batch.</summary>
public sealed class CommitOutcome
{
    private CommitOutcome(CommitStatus status, StoredRecord? storedEvent, IReadOnlyList<RecordKey> conflicts)
    {
        Status = status;
        StoredEvent = storedEvent;
        Conflicts = conflicts;
    }

    /// <summary>The outcome of a batch that was stored.</summary>
    public static CommitOutcome Committed { get; } = new(CommitStatus.Committed, null, []);

    /// <summary>How the commit ended.</summary>
    public CommitStatus Status { get; }

    /// <summary>The event as it was stored before; only with <see cref="CommitStatus.AlreadyProcessed"/>.</summary>
    public StoredRecord? StoredEvent { get; }

    /// <summary>Every key whose condition did not hold; empty unless the status is <see cref="CommitStatus.Conflict"/>.</summary>
    public IReadOnlyList<RecordKey> Conflicts { get; }

    /// <summary>The batch's event had been stored before.</summary>
    public static CommitOutcome AlreadyProcessed(StoredRecord storedEvent)
    {
        ArgumentNullException.ThrowIfNull(storedEvent);
        return new CommitOutcome(CommitStatus.AlreadyProcessed, storedEvent, []);
    }

    /// <summary>Conditions of the batch did not hold.</summary>
    /// <exception cref="ArgumentException">No key is named.</exception>
    public static CommitOutcome Conflict(IEnumerable<RecordKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var conflicts = keys.ToArray();
        return conflicts.Length > 0
            ? new CommitOutcome(CommitStatus.Conflict, null, Array.AsReadOnly(conflicts))
            : throw new ArgumentException("A conflict names at least one key.", nameof(keys));
    }
}
