using NodaTime;

namespace Referrals.State;

/// <summary>A referral code and whose it is.</summary>
internal sealed record CodeState
{
    public required CustomerId Customer { get; init; }

    public required Instant IssuedAt { get; init; }
}
