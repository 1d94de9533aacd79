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
            throw new ArgumentException("A batch takes a partition that is not default.", nameof(partition));
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
            throw new ArgumentException($"A batch takes 1 to {MaxOperations} operations; this one has {ordered.Length}.", parameter);
        }

        long bytes = 0;
        for (var i = 0; i < ordered.Length; i++)
        {
            bytes += ordered[i].Content?.Value.Length ?? 0;
            if (i > 0 && ordered[i].Key == ordered[i - 1].Key)
            {
                throw new ArgumentException($"A batch takes one operation per key; {ordered[i].Key} has two.", parameter);
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
