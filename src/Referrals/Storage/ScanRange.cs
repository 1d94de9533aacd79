using NodaTime;

namespace Referrals.Storage;

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
