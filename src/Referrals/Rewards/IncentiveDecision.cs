using Referrals.Explanations;

namespace Referrals.Rewards;

/// <summary>What one rule grants for one conversion, and why.</summary>
internal sealed record IncentiveDecision
{
    public required Incentive Incentive { get; init; }

    /// <summary>What is granted; <c>null</c> for nothing.</summary>
    public Amount? Granted { get; init; }

    /// <summary>The reason where nothing is granted; <see cref="RewardCodes.Granted"/> where something is.</summary>
    public required string Code { get; init; }

    public required Check Check { get; init; }
}
