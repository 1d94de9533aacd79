namespace Referrals.Kpis.Leaderboards;

/// <summary>What referrers are ranked by. The customers of a referrer are those who signed up in the window by that referral.</summary>
public enum LeaderboardMetric
{
    /// <summary>The referrer's customers.</summary>
    ReferredSignups = 0,

    /// <summary>Those of them with a first sale before the end of the window.</summary>
    ReferredPurchasers = 1,

    /// <summary>Their sales less refunds in the window, in whole units of the table's currency.</summary>
    ReferredRevenue = 2,

    /// <summary>The referrer's shares in the window.</summary>
    Shares = 3,
}
