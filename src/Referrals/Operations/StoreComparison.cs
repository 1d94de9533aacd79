using Referrals.Storage;

namespace Referrals.Operations;

/// <summary>Compares two stores key by key.</summary>
internal static class StoreComparison
{
    private const int Page = 500;

    internal static async IAsyncEnumerable<StoreDifference> FindAsync(
        IReferralStore left,
        IReferralStore right,
        Partition partition,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var kind in PartitionRecords.Kinds)
        {
            await foreach (var page in PartitionRecords.ScanAsync(left, partition, kind, cancellationToken)
                .Chunk(Page).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var others = await right.LoadAsync(partition, [.. page.Select(static record => record.Key)], cancellationToken).ConfigureAwait(false);
                foreach (var record in page)
                {
                    if (Difference(record, others.Find(record.Key)) is { } what)
                    {
                        yield return new StoreDifference(record.Key, what);
                    }
                }
            }

            await foreach (var page in PartitionRecords.ScanAsync(right, partition, kind, cancellationToken)
                .Chunk(Page).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var others = await left.LoadAsync(partition, [.. page.Select(static record => record.Key)], cancellationToken).ConfigureAwait(false);
                foreach (var record in page.Where(record => others.Find(record.Key) is null && !IsZero(record)))
                {
                    yield return new StoreDifference(record.Key, "It is in the other store only.");
                }
            }
        }
    }

    /// <summary>A counter that was never added to counts as 0.</summary>
    private static bool IsZero(StoredRecord record) => record.Key.Kind == RecordKind.Counter && record.Number == 0;

    private static string? Difference(StoredRecord one, StoredRecord? other)
    {
        if (other is null)
        {
            return IsZero(one) ? null : "It is in this store only.";
        }

        return one.Number != other.Number ? $"It is {one.Number} here and {other.Number} there."
            : !one.Content.Value.Span.SequenceEqual(other.Content.Value.Span) ? "The content differs."
            : one.Content.DueAt != other.Content.DueAt ? "The due time differs."
            : one.Content.Columns != other.Content.Columns ? "The typed columns differ."
            : one.Content.Labels != other.Content.Labels && one.Content.Labels is not null && other.Content.Labels is not null ? "The labels differ."
            : null;
    }
}

/// <summary>A record that two stores do not hold alike.</summary>
public sealed record StoreDifference
{
    internal StoreDifference(RecordKey key, string message)
    {
        Key = key;
        Message = message;
    }

    /// <summary>The record.</summary>
    public RecordKey Key { get; }

    /// <summary>What differs, in a full sentence.</summary>
    public string Message { get; }

    /// <summary>Key and message in one line.</summary>
    public override string ToString() => $"{Key}: {Message}";
}
