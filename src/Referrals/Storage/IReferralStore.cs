using NodaTime;

namespace Referrals.Storage;

/// <summary>
/// Where an application keeps the state, the journal and the ledger of its referral programs. Three methods; everything that the
/// engine promises under many workers and crashes rests on what each of them promises here.
/// </summary>
/// <remarks>
/// <para>Partitions never mix: one partition's keys, scans and commits see nothing of another's.</para>
/// <para>Keys are ordinal: case, accents, trailing blanks and normal forms distinguish them. Ids have up to
/// <see cref="RecordKey.MaxIdLength"/> characters of any language; contents come back byte for byte.</para>
/// <para>An exception out of <see cref="CommitAsync"/> means that the outcome is unknown. The engine then loads the batch's
/// event by its key: if it is there, all of the batch is there; if not, nothing is.</para>
/// <para>Implementations are used by many threads at once, unless they say that they are scoped, as those over an
/// application's database context are.</para>
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

/// <summary>Which records of one kind a scan gives, and in which order.</summary>
public sealed record ScanRange
{
    private ScanRange()
    {
    }

    /// <summary>Every record, in ascending <see cref="StoredRecord.Position"/>; counters in ascending order of their ids' UTF-8 bytes.</summary>
    public static ScanRange All { get; } = new();

    /// <summary>Only records after this position; 0 from the beginning. The continuation token of a scan. Counters ignore it.</summary>
    public long AfterPosition { get; private init; }

    /// <summary>Only records whose <see cref="RecordContent.DueAt"/> is set and not later, in ascending order of it.</summary>
    public Instant? DueAtOrBefore { get; private init; }

    /// <summary>At most so many records; <see cref="int.MaxValue"/> is the default and means all.</summary>
    public int Limit { get; private init; } = int.MaxValue;

    /// <summary>Records after a position, in ascending position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative.</exception>
    public static ScanRange After(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return new ScanRange { AfterPosition = position };
    }

    /// <summary>Records that are due at an instant or before it, in ascending order of due time, then of position.</summary>
    public static ScanRange DueUntil(Instant instant) => new() { DueAtOrBefore = instant };

    /// <summary>The same range, cut after so many records.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public ScanRange Take(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return this with { Limit = limit };
    }
}

/// <summary>What a store found for a list of keys.</summary>
public sealed class Snapshot
{
    private readonly Dictionary<RecordKey, StoredRecord> _records;

    private Snapshot(Dictionary<RecordKey, StoredRecord> records) => _records = records;

    /// <summary>How many of the asked records exist.</summary>
    public int Count => _records.Count;

    /// <summary>A snapshot of the records that were found; what was asked for and is not among them does not exist.</summary>
    /// <exception cref="ArgumentException">Two records have one key.</exception>
    public static Snapshot Of(IEnumerable<StoredRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return new Snapshot(records.ToDictionary(static record => record.Key));
    }

    /// <summary>The record under a key, or <c>null</c> where it does not exist or was not asked for.</summary>
    public StoredRecord? Find(RecordKey key) => _records.GetValueOrDefault(key);
}
