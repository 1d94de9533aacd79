namespace Referrals.Storage;

/// <summary>
/// Operations on one partition that are applied all together or not at all. They stand in the one order in which every
/// adapter must apply them: by <see cref="RecordKind"/>, then by id.
/// </summary>
public sealed class CommitBatch
{
    /// <summary>The most operations a batch can hold.</summary>
    public const int MaxOperations = 100;

    /// <summary>The most bytes that all contents of a batch can have together.</summary>
    public const int MaxBytes = 1_048_576;

    private CommitBatch(Partition partition, StoreOperation[] operations)
    {
        Partition = partition;
        Operations = Array.AsReadOnly(operations);
        EventKey = operations[0] is { Kind: StoreOperationKind.Insert, Key.Kind: RecordKind.Event } first ? first.Key : null;
    }

    /// <summary>The partition.</summary>
    public Partition Partition { get; }

    /// <summary>The operations in the order in which to apply them; no two on one key.</summary>
    public IReadOnlyList<StoreOperation> Operations { get; }

    /// <summary>The event that the batch inserts, or <c>null</c>. It stands first and decides whether the batch is a repetition.</summary>
    public RecordKey? EventKey { get; }

    /// <summary>Makes a batch: checks its limits and brings the operations into order.</summary>
    /// <exception cref="ArgumentException">
    /// There is no operation, there are more than <see cref="MaxOperations"/>, two are on one key, two are on events, or the
    /// contents have more than <see cref="MaxBytes"/>.
    /// </exception>
    public static CommitBatch Of(Partition partition, IEnumerable<StoreOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        if (partition == default)
        {
            throw new ArgumentException("A batch requires a partition that is not default.", nameof(partition));
        }

        var ordered = operations.ToArray();
        Array.Sort(ordered, static (left, right) => left.Key.CompareTo(right.Key));
        Check(ordered, nameof(operations));
        return new CommitBatch(partition, ordered);
    }

    private static void Check(StoreOperation[] ordered, string parameter)
    {
        if (ordered.Length is 0 or > MaxOperations)
        {
            throw new ArgumentException($"A batch requires 1 to {MaxOperations} operations; this one has {ordered.Length}.", parameter);
        }

        long bytes = 0;
        for (var i = 0; i < ordered.Length; i++)
        {
            bytes += ordered[i].Content?.Value.Length ?? 0;
            if (i > 0 && ordered[i].Key == ordered[i - 1].Key)
            {
                throw new ArgumentException($"A batch has at most one operation per key; {ordered[i].Key} has two.", parameter);
            }

            if (i > 0 && ordered[i].Key.Kind == RecordKind.Event)
            {
                throw new ArgumentException($"A batch is about one event; {ordered[i].Key} is a second one.", parameter);
            }
        }

        if (bytes > MaxBytes)
        {
            throw new ArgumentException($"The contents of a batch have at most {MaxBytes} bytes; these have {bytes}.", parameter);
        }
    }
}

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

/// <summary>How a commit ended. An exception instead of a status means that nobody knows: load the event by its key.</summary>
public enum CommitStatus
{
    /// <summary>Everything is stored and durable.</summary>
    Committed = 0,

    /// <summary>The batch inserts an event that exists. Nothing was changed; the stored event comes with the outcome.</summary>
    AlreadyProcessed = 1,

    /// <summary>At least one condition did not hold. Nothing was changed; load again and decide again.</summary>
    Conflict = 2,
}
