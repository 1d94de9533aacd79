namespace Referrals.Storage;

/// <summary>
/// The ability of a store to find what concerns one customer without reading what concerns all others. A store that has it implements it
/// beside <see cref="IReferralStore"/>; for any other, statements and views of participants read the whole partition.
/// </summary>
/// <remarks>Customers are those of <see cref="RecordColumns.Customer"/> and <see cref="RecordColumns.Referrer"/>, compared ordinally.</remarks>
public interface ICustomerSource
{
    /// <summary>The ledger lines whose <see cref="RecordColumns.Customer"/> is the customer; the latest position first.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="customer">The customer, as the records name them.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    IAsyncEnumerable<StoredRecord> LinesOfAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken);

    /// <summary>
    /// The facts that tell what did not count: those of the types <see cref="FactKind.ReferralRefused"/>,
    /// <see cref="FactKind.ConversionNotRewarded"/> and <see cref="FactKind.RewardReviewed"/> whose <see cref="RecordColumns.Customer"/> or
    /// <see cref="RecordColumns.Referrer"/> is the customer, each once; the latest position first.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="customer">The customer, as the records name them.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    IAsyncEnumerable<StoredRecord> RefusalsOfAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken);
}
