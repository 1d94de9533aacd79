namespace Referrals;

/// <summary>Who of the two gets a reward.</summary>
public enum Side
{
    /// <summary>The customer who brought somebody.</summary>
    Referrer = 0,

    /// <summary>The customer who was brought.</summary>
    Referee = 1,
}
