using NodaTime;

namespace Referrals.Deciding.Participation;

/// <summary>An amount that can be used only until a time.</summary>
public sealed record ExpiringAmount
{
    internal ExpiringAmount(Amount amount, Instant expiresAt)
    {
        Amount = amount;
        ExpiresAt = expiresAt;
    }

    /// <summary>How much; above zero.</summary>
    public Amount Amount { get; }

    /// <summary>The first instant at which it can no longer be used.</summary>
    public Instant ExpiresAt { get; }
}
