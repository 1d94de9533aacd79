using System.Runtime.CompilerServices;

namespace Referrals.Storage;

/// <summary>What concerns a customer: asked of the store where it can tell, else picked out of the whole partition.</summary>
internal static class CustomerScan
{
    internal static IAsyncEnumerable<StoredRecord> LinesOfAsync(
        IReferralStore store, Partition partition, CustomerId customer, CancellationToken cancellationToken) => store is ICustomerSource source
        ? source.LinesOfAsync(partition, customer, cancellationToken)
        : PickAsync(store, partition, RecordKind.Ledger, columns => columns.Customer == customer.Value, cancellationToken);

    internal static IAsyncEnumerable<StoredRecord> RefusalsOfAsync(
        IReferralStore store, Partition partition, CustomerId customer, CancellationToken cancellationToken) => store is ICustomerSource source
        ? source.RefusalsOfAsync(partition, customer, cancellationToken)
        : PickAsync(
            store, partition, RecordKind.Fact,
            columns => columns.Type is nameof(FactKind.ReferralRefused) or nameof(FactKind.ConversionNotRewarded) or nameof(FactKind.RewardReviewed)
                && (columns.Customer == customer.Value || columns.Referrer == customer.Value),
            cancellationToken);

    private static async IAsyncEnumerable<StoredRecord> PickAsync(
        IReferralStore store,
        Partition partition,
        RecordKind kind,
        Func<RecordColumns, bool> concerns,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new Stack<StoredRecord>();
        await foreach (var record in store.ScanAsync(partition, kind, ScanRange.All, cancellationToken).ConfigureAwait(false))
        {
            if (concerns(record.Content.Columns!))
            {
                found.Push(record);
            }
        }

        foreach (var record in found)
        {
            yield return record;
        }
    }
}
