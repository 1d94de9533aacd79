using NodaTime;

namespace Referrals.State;

/// <summary>A share: whose, and through which channel.</summary>
internal sealed record ShareState
{
    public required CustomerId Referrer { get; init; }

    public required Channel Channel { get; init; }

    public required Instant At { get; init; }
}
