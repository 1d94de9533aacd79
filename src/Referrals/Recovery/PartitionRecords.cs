using Referrals.Storage;

namespace Referrals.Recovery;

/// <summary>What belongs to a partition for good. Messages do not: they are on their way out.</summary>
internal static class PartitionRecords
{
    /// <summary>Where an import notes how far it is.</summary>
    internal const string ImportPrefix = "~import:";

    internal static IReadOnlyList<RecordKind> Kinds { get; } =
        [.. Enum.GetValues<RecordKind>().Where(static kind => kind != RecordKind.Message)];

    internal static async IAsyncEnumerable<StoredRecord> ScanAsync(
        IReferralStore store,
        Partition partition,
        RecordKind kind,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in store.ScanAsync(partition, kind, ScanRange.All, cancellationToken).ConfigureAwait(false))
        {
            if (kind != RecordKind.Counter || !record.Key.Id.StartsWith(ImportPrefix, StringComparison.Ordinal))
            {
                yield return record;
            }
        }
    }

    internal static async ValueTask<bool> IsEmptyAsync(IReferralStore store, Partition partition, CancellationToken cancellationToken)
    {
        foreach (var kind in Enum.GetValues<RecordKind>())
        {
            await foreach (var _ in store.ScanAsync(partition, kind, ScanRange.All.Take(1), cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }
}
