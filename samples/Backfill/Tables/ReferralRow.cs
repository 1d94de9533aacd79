using NodaTime;

namespace Backfill.Tables;

/// <summary>One referral as the club keeps it.</summary>
internal sealed record ReferralRow
{
    public required string Id { get; init; }

    public required Instant? At { get; init; }

    public required Instant? UpdatedAt { get; init; }

    public required string? Referee { get; init; }

    public required string? Phone { get; init; }

    public required string? Referrer { get; init; }

    public required string? PaymentId { get; init; }

    public required string? RewardId { get; init; }

    public required string? StatusId { get; init; }

    public required string? Source { get; init; }

    public required string Place { get; init; }
}
