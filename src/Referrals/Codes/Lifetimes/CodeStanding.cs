namespace Referrals.Codes.Lifetimes;

/// <summary>Whether a code can be used now, or why not.</summary>
public enum CodeStanding
{
    /// <summary>It can be used.</summary>
    Usable,

    /// <summary>It was replaced: use <see cref="CodeLife.ReplacedBy"/>, which stands for the same referrer.</summary>
    Replaced,

    /// <summary>It was suspended, and may be resumed.</summary>
    Suspended,

    /// <summary>Its time has not come.</summary>
    NotStarted,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It has been used as often as it may be.</summary>
    UsedUp,

    /// <summary>It is meant for another customer.</summary>
    ForSomebodyElse,
}
