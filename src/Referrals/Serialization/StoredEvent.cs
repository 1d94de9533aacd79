using Referrals.Deciding;

namespace Referrals.Serialization;

/// <summary>An input as it is stored: the hash that tells a repeat from a reused key, the input itself, and the decision.</summary>
internal sealed record StoredEvent
{
    public required string Hash { get; init; }

    public required ReferralInput Input { get; init; }

    public required Decision Decision { get; init; }
}
