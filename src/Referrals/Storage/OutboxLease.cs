using NodaTime;

namespace Referrals.Storage;

/// <summary>A wish for messages: due by when, leased until when, how many.</summary>
public sealed record OutboxLease
{
    private OutboxLease(Instant now, Instant until, int limit)
    {
        Now = Microseconds.Floor(now);
        Until = Microseconds.Floor(until);
        Limit = limit;
    }

    /// <summary>Messages whose due time is not later are due.</summary>
    public Instant Now { get; }

    /// <summary>When they are due again, unless they are settled by then.</summary>
    public Instant Until { get; }

    /// <summary>At most so many messages.</summary>
    public int Limit { get; }

    /// <summary>Makes a lease.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not last at least a microsecond, or the limit is below 1.</exception>
    public static OutboxLease Of(Instant now, Duration time, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Duration.FromTicks(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new OutboxLease(now, now + time, limit);
    }
}
