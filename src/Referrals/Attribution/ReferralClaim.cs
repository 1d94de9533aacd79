using NodaTime;

namespace Referrals.Attribution;

/// <summary>Something that speaks for a referrer: a touch, a typed code, or the host's word.</summary>
internal sealed record ReferralClaim
{
    public required CustomerId Referrer { get; init; }

    public required Instant At { get; init; }

    public required Evidence Evidence { get; init; }

    public string? Code { get; init; }

    public string? ShareId { get; init; }

    public Channel? Channel { get; init; }

    /// <summary>Where the touch came from, by name.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = InputAttributes.None;
}
