namespace Referrals;

/// <summary>What happens to a referral code.</summary>
public enum CodeChangeKind
{
    /// <summary>It is out of use until it is resumed.</summary>
    Suspend = 0,

    /// <summary>It is in use again.</summary>
    Resume = 1,

    /// <summary>It gets other limits: from when, until when, how often, by whom. Limits that are not named are lifted.</summary>
    Limit = 2,

    /// <summary>A new code takes its place; who types the old one is led to the new one.</summary>
    Replace = 3,
}
