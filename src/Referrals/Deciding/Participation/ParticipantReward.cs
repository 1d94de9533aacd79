using NodaTime;
using Referrals.Ledger.Life;

namespace Referrals.Deciding.Participation;

/// <summary>One reward of a participant, and where in its life its parts are.</summary>
public sealed record ParticipantReward
{
    internal ParticipantReward()
    {
    }

    /// <summary>The reward.</summary>
    public required RewardId Id { get; init; }

    /// <summary>The incentive rule that granted it.</summary>
    public required string Rule { get; init; }

    /// <summary>What was granted.</summary>
    public required Amount Granted { get; init; }

    /// <summary>When the conversion that earned it happened.</summary>
    public required Instant GrantedAt { get; init; }

    /// <summary>The stage of what can still change: pending, then vested, then on its way; else the stage in which most of it ended.</summary>
    public required RewardStage Stage { get; init; }

    /// <summary>When a hold or review ends; <c>null</c> where the reward is not pending.</summary>
    public Instant? PendingUntil { get; init; }

    /// <summary>How much of it is in which stage; stages with nothing are not here.</summary>
    /// <remarks>What was taken back after its use stands both where it was used and under <see cref="RewardStage.Reversed"/>.</remarks>
    public required IReadOnlyDictionary<RewardStage, Amount> Parts { get; init; }
}
