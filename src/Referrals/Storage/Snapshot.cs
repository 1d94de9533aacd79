namespace Referrals.Storage;

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
