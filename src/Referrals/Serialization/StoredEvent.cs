using Referrals.Deciding;

namespace Referrals.Serialization;

/// <summary>An input as it is stored, with the decision.</summary>
internal sealed record StoredEvent
{
    public required ReferralInput Input { get; init; }

    public required Decision Decision { get; init; }
}
