namespace Referrals.Storage;

/// <summary>A record as a store gives it back.</summary>
public sealed record StoredRecord
{
    /// <summary>The key.</summary>
    public required RecordKey Key { get; init; }

    /// <summary>1 after the insert, one more after each replace, or after each lease of a message. Always 1 for counters.</summary>
    public required long Version { get; init; }

    /// <summary>
    /// Where the record stands among those of its kind and partition: larger for a later insert, never changed by a replace.
    /// The numbers have gaps; once every message of a partition is delivered, theirs may begin anew. Always 0 for counters.
    /// </summary>
    public required long Position { get; init; }

    /// <summary>The content; empty for a counter.</summary>
    public required RecordContent Content { get; init; }

    /// <summary>The number that a counter holds; 0 for every other kind.</summary>
    public long Number { get; init; }
}
