namespace Referrals;

/// <summary>How a visitor came into contact with a referral.</summary>
public enum TouchKind
{
    /// <summary>The visitor followed a link.</summary>
    Click = 0,

    /// <summary>The visitor typed a code.</summary>
    CodeEntry = 1,
}
