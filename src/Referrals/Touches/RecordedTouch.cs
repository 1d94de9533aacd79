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

    /// <summary>Where it came from, by name.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    public bool Equals(RecordedTouch? other) => other is not null && Referrer == other.Referrer && At == other.At && Kind == other.Kind
        && Signed == other.Signed && Code == other.Code && ShareId == other.ShareId && Channel == other.Channel
        && (Attributes ?? InputAttributes.None).SequenceEqual(other.Attributes ?? InputAttributes.None);

    public override int GetHashCode() => HashCode.Combine(Referrer, At, Kind, Signed, Code, ShareId, Channel);
}
