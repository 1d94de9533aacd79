using NodaTime;

namespace Referrals.Touches;

/// <summary>A touch as it is kept with its visitor: whose referral it was, when, and how it came.</summary>
internal sealed record RecordedTouch
{
    public required CustomerId Referrer { get; init; }

    public required Instant At { get; init; }

    public required TouchKind Kind { get; init; }

    /// <summary>Whether the link carried the host's own valid signature.</summary>
    public bool Signed { get; init; }

    public string? Code { get; init; }

    public string? ShareId { get; init; }

    public Channel? Channel { get; init; }
}
