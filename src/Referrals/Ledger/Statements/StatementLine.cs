using NodaTime;

namespace Referrals.Ledger.Statements;

/// <summary>One posting as it changed what a customer holds.</summary>
public sealed record StatementLine
{
    internal StatementLine()
    {
    }

    /// <summary>When it took effect.</summary>
    public required Instant At { get; init; }

    /// <summary>What happened: a step of <see cref="Life.RewardLife"/>.</summary>
    public required string Step { get; init; }

    /// <summary>What happened, in plain words.</summary>
    public required string Words { get; init; }

    /// <summary>The reward; <c>null</c> for a posting over several.</summary>
    public RewardId? Reward { get; init; }

    /// <summary>The refund, redemption or payout; <c>null</c> where there is none.</summary>
    public string? Subject { get; init; }

    /// <summary>The change of what can be used; negative for less.</summary>
    public required Amount Available { get; init; }

    /// <summary>The change of what is pending; negative for less.</summary>
    public required Amount Pending { get; init; }

    /// <summary>What can be used after it.</summary>
    public required Amount Balance { get; init; }
}
