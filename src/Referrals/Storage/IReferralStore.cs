namespace Referrals.Storage;

/// <summary>
/// Where a host keeps the state, the journal and the ledger of its referral programs. Three methods; everything that the
/// engine promises under many workers and crashes rests on what each of them promises here.
/// </summary>
/// <remarks>
/// <para>Partitions never mix: one partition's keys, scans and commits see nothing of another's.</para>
/// <para>Keys are ordinal: case, accents, trailing blanks and normal forms distinguish them. Ids have up to
/// <see cref="RecordKey.MaxIdLength"/> characters of any language; contents come back byte for byte.</para>
/// <para>An exception out of <see cref="CommitAsync"/> means that the outcome is unknown. The engine then loads the batch's
/// event by its key: if it is there, all of the batch is there; if not, nothing is.</para>
/// <para>Implementations are used by many threads at once, unless they say that they are scoped, as those over a
/// host's database context are.</para>
/// </remarks>
public interface IReferralStore
{
    /// <summary>Reads records by key. Sees every batch whose commit was answered before the call, from any instance.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="keys">Up to 1,000 keys; duplicates are allowed; an empty list gives an empty snapshot.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is changed by it.</param>
    /// <returns>The records that exist. A counter that was never added to is not among them and counts as 0.</returns>
    ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Applies a batch in the order of its operations, all or nothing. Conditions are checked at the moment of the commit, not
    /// at the moment of a read before it.
    /// </summary>
    /// <param name="batch">The operations; at most one inserts an <see cref="RecordKind.Event"/>.</param>
    /// <param name="cancellationToken">Cancelled before the commit: nothing is stored. After it: the outcome is unknown to the caller.</param>
    /// <returns>
    /// <see cref="CommitStatus.AlreadyProcessed"/> with the stored event if the event of the batch exists, whatever else is
    /// wrong; else <see cref="CommitStatus.Conflict"/> with every key whose condition did not hold; else
    /// <see cref="CommitStatus.Committed"/>, and the batch is durable before the answer (as durable as the database is set up).
    /// </returns>
    ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken);

    /// <summary>Gives the records of one kind in the order that the range states, page by page, without holding a lock.</summary>
    /// <remarks>
    /// Records committed before the call are all there, in their newest version. Records committed while it runs may or may
    /// not be. A position is given when a record is inserted, not when its batch is committed: on a server with several
    /// writers a smaller position can still appear for as long as the oldest open transaction lasts. Who follows a journal
    /// while others write therefore goes back a little before the last position, and skips what it knows.
    /// </remarks>
    IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken);
}
