namespace Referrals.Kpis.Leaderboards;

/// <summary>
/// What referrers are ranked by. Everything counts when it happened: a sale in April of a friend who signed up in March counts in April.
/// </summary>
public enum LeaderboardMetric
{
    /// <summary>Friends who signed up in the window.</summary>
    ReferredSignups = 0,

    /// <summary>Friends whose first sale is in the window.</summary>
    ReferredPurchasers = 1,

    /// <summary>The sales of all friends less refunds, both in the window, in whole units of the table's currency.</summary>
    ReferredRevenue = 2,

    /// <summary>The referrer's shares in the window.</summary>
    Shares = 3,

    /// <summary>
    /// What the referrer was rewarded with, less what was taken back, both in the window, in whole units of the table's currency: of a reward
    /// that is split or shared over levels everybody has their own part, as in the ledger.
    /// </summary>
    Rewards = 4,
}
