namespace Referrals.Attribution;

/// <summary>What speaks for a referrer, from weak to strong. Stronger evidence wins before any model is asked.</summary>
public enum Evidence
{
    /// <summary>The referee followed the referrer's link.</summary>
    Link = 0,

    /// <summary>The referee followed a link that carries the host's own valid signature.</summary>
    SignedLink = 1,

    /// <summary>The referee typed the referrer's code.</summary>
    Code = 2,

    /// <summary>The host itself named the referrer.</summary>
    Manual = 3,
}
