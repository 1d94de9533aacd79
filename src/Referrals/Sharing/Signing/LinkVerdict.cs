namespace Referrals.Sharing.Signing;

/// <summary>What became of a link's signature.</summary>
public enum LinkVerdict
{
    /// <summary>The link has no signature, or only a part of one.</summary>
    NotSigned,

    /// <summary>The host signed the link, and it is still good.</summary>
    Valid,

    /// <summary>The host signed the link, and its time is over.</summary>
    Expired,

    /// <summary>The link was signed with a key that is not, or no longer, known.</summary>
    UnknownKey,

    /// <summary>Code, channel, landing page, expiry or signature was changed.</summary>
    Forged,
}
