using NodaTime;

namespace Referrals.Ledger.Writing;

/// <summary>What a posting is about: whose, which reward or rewards, when, and where its chain stands.</summary>
internal sealed record LedgerEntry
{
    /// <summary>The posting's id, unique in the program.</summary>
    public required string Posting { get; init; }

    /// <summary>What happens.</summary>
    public required string Step { get; init; }

    public required CustomerId Owner { get; init; }

    public required Unit Unit { get; init; }

    public RewardId? Reward { get; init; }

    public string? Subject { get; init; }

    public ValueList<LedgerPart>? Parts { get; init; }

    public required Instant At { get; init; }

    public required LedgerChain Chain { get; init; }
}
