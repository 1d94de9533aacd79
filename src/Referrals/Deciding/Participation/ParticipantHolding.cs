using NodaTime;

namespace Referrals.Deciding.Participation;

/// <summary>What a participant has in one unit.</summary>
public sealed record ParticipantHolding
{
    internal ParticipantHolding()
    {
    }

    /// <summary>The balance: available, pending, on its way, owed.</summary>
    public required Balance Balance { get; init; }

    /// <summary>What of the pending amount is held.</summary>
    public required Amount Held { get; init; }

    /// <summary>When the next held reward becomes available; <c>null</c> where none is held.</summary>
    public Instant? NextAvailableAt { get; init; }

    /// <summary>What of the pending amount is in review.</summary>
    public required Amount InReview { get; init; }

    /// <summary>What of the available amount expires, and when: the earliest first. What never expires is not here.</summary>
    public required IReadOnlyList<ExpiringAmount> Expiring { get; init; }
}
