using NodaTime;

namespace Referrals.State;

/// <summary>One thing that happened, in a number over a trailing time.</summary>
internal sealed record ActivityEntry
{
    /// <summary>The conversion or reward; empty where entries were joined.</summary>
    public required string Id { get; init; }

    public required Instant At { get; init; }

    public required long Value { get; init; }

    /// <summary>Since when it counts no more, where a step that rested on it is kept for a while; <c>null</c> while it counts.</summary>
    public Instant? Gone { get; init; }

    /// <summary>Whose conversion it is, where it no longer counts once the customer's referral is rejected.</summary>
    public CustomerId? Referee { get; init; }
}
