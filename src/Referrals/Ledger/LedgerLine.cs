using NodaTime;

namespace Referrals.Ledger;

/// <summary>One side of a posting. The lines of a posting sum to zero. Lines are only ever added.</summary>
public sealed record LedgerLine
{
    /// <summary>The posting that the line belongs to.</summary>
    public required string Posting { get; init; }

    /// <summary>The account.</summary>
    public required LedgerAccount Account { get; init; }

    /// <summary>Whose account; <c>null</c> for the program's own.</summary>
    public CustomerId? Owner { get; init; }

    /// <summary>What goes into the account, or out of it if negative.</summary>
    public required Amount Amount { get; init; }

    /// <summary>The reward that is moved.</summary>
    public required RewardId Reward { get; init; }

    /// <summary>When it took effect.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>The customer whose chain of postings this one continues.</summary>
    public required CustomerId Chain { get; init; }

    /// <summary>The place of the posting in that chain, from 1.</summary>
    public required int ChainIndex { get; init; }

    /// <summary>The hash of the posting before it in the chain; empty for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the previous hash and the content of the posting, as 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }
}
