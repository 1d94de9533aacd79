using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>One reward that a rule grants: to whom, how much, and what becomes of it first.</summary>
internal sealed record RewardOffer
{
    public required RewardId Id { get; init; }

    public required CustomerId Owner { get; init; }

    /// <summary>Who earned it.</summary>
    public required CustomerId Earner { get; init; }

    public required Amount Amount { get; init; }

    /// <summary>Whether the reward waits for a review, since it goes beyond the tax threshold.</summary>
    public bool NeedsReview { get; init; }

    /// <summary>Whether the reward goes back with what it rests on, and not with a part of the conversion.</summary>
    public bool IsOfMark { get; init; }

    /// <summary>The limits that get room back when the reward is taken back.</summary>
    public ValueList<CountedTally> Uses { get; init; } = [];
}
