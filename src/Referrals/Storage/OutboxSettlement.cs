using NodaTime;

namespace Referrals.Storage;

/// <summary>What became of a message.</summary>
public sealed record OutboxSettlement
{
    private OutboxSettlement(bool isDelivered, Instant? retryAt)
    {
        IsDelivered = isDelivered;
        RetryAt = Microseconds.Floor(retryAt);
    }

    /// <summary>It was delivered, and is removed.</summary>
    public static OutboxSettlement Delivered { get; } = new(true, null);

    /// <summary>It could not be delivered and is kept, but no longer tried, and no longer in the way of those behind it.</summary>
    public static OutboxSettlement SetAside { get; } = new(false, null);

    /// <summary>Whether it is removed.</summary>
    public bool IsDelivered { get; }

    /// <summary>When it is due again; <c>null</c> for never.</summary>
    public Instant? RetryAt { get; }

    /// <summary>It is due again at an instant. This also brings back a message that was set aside, in its old place.</summary>
    public static OutboxSettlement Retry(Instant at) => new(false, at);
}
