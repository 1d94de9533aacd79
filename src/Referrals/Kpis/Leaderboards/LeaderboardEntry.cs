namespace Referrals.Kpis.Leaderboards;

/// <summary>One referrer on a leaderboard.</summary>
public sealed record LeaderboardEntry
{
    internal LeaderboardEntry(decimal rank, CustomerId customer, decimal score)
    {
        Rank = rank;
        Customer = customer;
        Score = score;
    }

    /// <summary>The rank, from 1; a whole number but for <see cref="RankMethod.Fractional"/>.</summary>
    public decimal Rank { get; }

    /// <summary>Who.</summary>
    public CustomerId Customer { get; }

    /// <summary>How many, or how much.</summary>
    public decimal Score { get; }
}
