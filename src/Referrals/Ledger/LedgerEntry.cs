using NodaTime;

namespace Referrals.Ledger;

/// <summary>What a posting is to move: an amount of a reward, whose it is, and where its chain stands.</summary>
internal sealed record LedgerEntry
{
    public required RewardId Reward { get; init; }

    public required CustomerId Owner { get; init; }

    /// <summary>The referee of the referral, whose chain serialises all postings about it.</summary>
    public required CustomerId Referee { get; init; }

    public required Amount Amount { get; init; }

    public required Instant At { get; init; }

    public required LedgerChain Chain { get; init; }
}
