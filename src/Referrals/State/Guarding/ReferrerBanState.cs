using NodaTime;

namespace Referrals.State.Guarding;

/// <summary>The time in which a customer may not refer; only the latest such time is kept.</summary>
internal sealed record ReferrerBanState
{
    public required Instant From { get; init; }

    /// <summary>The first instant at which the customer may refer again; <c>null</c> for never.</summary>
    public Instant? Until { get; init; }

    public required string Reason { get; init; }

    internal bool Holds(Instant at) => From <= at && !(Until <= at);
}
