namespace Referrals.Qualification;

/// <summary>For whom a <see cref="RuleTally"/> is kept.</summary>
public enum TallyOwner
{
    /// <summary>The customer whom the rule rewards.</summary>
    Rewarded = 0,

    /// <summary>Who converted.</summary>
    Referee = 1,

    /// <summary>Who referred.</summary>
    Referrer = 2,

    /// <summary>The whole program: one number for all.</summary>
    Program = 3,

    /// <summary>The deal that the conversion is a payment of.</summary>
    Deal = 4,
}
