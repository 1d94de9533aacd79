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

    private CommitBatch(Partition partition, IReadOnlyList<StoreOperation> operations)
    {
        Partition = partition;
        Operations = operations;
    }

    /// <summary>The partition.</summary>
    public Partition Partition { get; }

    /// <summary>The operations in the order in which to apply them; no two on one key.</summary>
    public IReadOnlyList<StoreOperation> Operations { get; }

    /// <summary>Makes a batch: checks its limits and brings the operations into order.</summary>
    /// <exception cref="ArgumentException">
    /// There is no operation, there are more than <see cref="MaxOperations"/>, two are on one key, or the contents have
    /// more than <see cref="MaxBytes"/>.
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
        Check(ordered);
        return new CommitBatch(partition, Array.AsReadOnly(ordered));
    }

    private static void Check(StoreOperation[] ordered)
    {
        if (ordered.Length is 0 or > MaxOperations)
        {
            throw new ArgumentException($"A batch takes 1 to {MaxOperations} operations; this one has {ordered.Length}.", nameof(ordered));
        }

        long bytes = 0;
        for (var i = 0; i < ordered.Length; i++)
        {
            bytes += ordered[i].Content?.Value.Length ?? 0;
            if (i > 0 && ordered[i].Key == ordered[i - 1].Key)
            {
                throw new ArgumentException($"A batch takes one operation per key; {ordered[i].Key} has two.", nameof(ordered));
            }
        }

        if (bytes > MaxBytes)
        {
            throw new ArgumentException($"The contents of a batch have at most {MaxBytes} bytes; these have {bytes}.", nameof(ordered));
        }
    }
}
