using Referrals.Deciding;

namespace Referrals.Serialization;

/// <summary>An input as it is stored, with the decision, and the hash of what it said: what it said of a person may be taken out of it later.</summary>
internal sealed record StoredEvent
{
    public required string Hash { get; init; }

    public required ReferralInput Input { get; init; }

    public required Decision Decision { get; init; }

    internal static StoredEvent Of(ReferralInput input, Decision decision) =>
        new() { Hash = Pipeline.Repetition.HashOf(input), Input = input, Decision = decision };
}
