namespace Referrals.Kpis.Leaderboards;

/// <summary>Which rank equal scores get. The examples are for the scores 50, 40, 40, 30.</summary>
public enum RankMethod
{
    /// <summary>Equal scores share the better rank, and the next rank is skipped: 1, 2, 2, 4. What sports do.</summary>
    Competition = 0,

    /// <summary>Equal scores share a rank, and none is skipped: 1, 2, 2, 3.</summary>
    Dense = 1,

    /// <summary>Everybody has a rank of their own, equal scores in the order of the tie-break: 1, 2, 3, 4.</summary>
    Ordinal = 2,

    /// <summary>Equal scores get the mean of their ordinal ranks: 1, 2.5, 2.5, 4. What rank statistics use.</summary>
    Fractional = 3,

    /// <summary>Equal scores share the worse rank: 1, 3, 3, 4.</summary>
    ModifiedCompetition = 4,
}
