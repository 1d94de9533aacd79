using NodaTime;
using Referrals.Rewards;

namespace Referrals.State;

/// <summary>A granted reward and where it is in its life.</summary>
internal sealed record RewardState
{
    public required RewardId Id { get; init; }

    public required string Rule { get; init; }

    public required Side Side { get; init; }

    public required CustomerId Owner { get; init; }

    public required CustomerId Referee { get; init; }

    public required string ConversionId { get; init; }

    public required Amount Granted { get; init; }

    public required Instant GrantedAt { get; init; }

    /// <summary>When the hold ends; <c>null</c> for a reward that was never held.</summary>
    public Instant? HeldUntil { get; init; }

    /// <summary>Whether the reward is still held.</summary>
    public bool Held { get; init; }

    /// <summary>What was taken back so far, in smallest parts.</summary>
    public long Reversed { get; init; }

    /// <summary>The limits that get room back when the reward is taken back.</summary>
    public ValueList<CountedTally> Uses { get; init; } = [];

    public required RefundPolicy OnRefund { get; init; }

    public required int ProgramVersion { get; init; }
}
