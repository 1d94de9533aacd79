namespace Referrals.QrCodes;

/// <summary>How much of a QR code can be dirty, torn or covered and it is still read; more makes it larger.</summary>
public enum QrResilience
{
    /// <summary>About 7%: for screens.</summary>
    Low,

    /// <summary>About 15%: the usual choice.</summary>
    Medium,

    /// <summary>About 25%: for print that is handled.</summary>
    Quartile,

    /// <summary>About 30%: for stickers outdoors, or a logo in the middle.</summary>
    High,
}
