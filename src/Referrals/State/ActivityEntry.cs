using NodaTime;

namespace Referrals.State;

/// <summary>One thing that happened, in a number over a trailing time.</summary>
internal sealed record ActivityEntry
{
    /// <summary>The conversion or reward; empty where entries were joined.</summary>
    public required string Id { get; init; }

    public required Instant At { get; init; }

    public required long Value { get; init; }
}
