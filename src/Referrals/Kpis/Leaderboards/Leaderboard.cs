using Referrals.Kpis.Columns;

namespace Referrals.Kpis.Leaderboards;

/// <summary>Referrers by what they brought in a window, best first; equal scores in the ordinal order of the customer ids.</summary>
public sealed class Leaderboard
{
    private Leaderboard(KpiWindow window, LeaderboardMetric metric, RankMethod method, IReadOnlyList<LeaderboardEntry> entries)
    {
        Window = window;
        Metric = metric;
        Method = method;
        Entries = entries;
    }

    /// <summary>The window.</summary>
    public KpiWindow Window { get; }

    /// <summary>What the scores count.</summary>
    public LeaderboardMetric Metric { get; }

    /// <summary>Which rank equal scores have.</summary>
    public RankMethod Method { get; }

    /// <summary>The referrers with a score above zero, best first.</summary>
    public IReadOnlyList<LeaderboardEntry> Entries { get; }

    /// <summary>The leaderboard of a window.</summary>
    /// <param name="table">The journal in columns, of one program.</param>
    /// <param name="window">The window.</param>
    /// <param name="metric">What to rank by.</param>
    /// <param name="method">Which rank equal scores get.</param>
    public static Leaderboard Of(
        FactTable table, KpiWindow window, LeaderboardMetric metric, RankMethod method = RankMethod.Competition)
    {
        ArgumentNullException.ThrowIfNull(table);
        var scores = ReferrerScores.Of(table, window, metric)
            .Where(s => s.Value > 0)
            .Select(s => (Customer: table.CustomerOf(s.Key), Score: s.Value))
            .Where(s => !s.Customer.IsDefault)
            .OrderByDescending(s => s.Score)
            .ThenBy(s => s.Customer.Value, StringComparer.Ordinal)
            .ToList();
        var ranks = Ranks([.. scores.Select(s => s.Score)], method);
        return new Leaderboard(window, metric, method, [.. scores.Select((s, i) => new LeaderboardEntry(ranks[i], s.Customer, s.Score))]);
    }

    /// <summary>The rank of each score, the highest first, in the order in which the scores are given.</summary>
    /// <param name="scores">The scores. For ordinal ranks the earlier of two equal ones is the better.</param>
    /// <param name="method">Which rank equal scores get.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="method"/> is none of the methods.</exception>
    public static IReadOnlyList<decimal> Ranks(IReadOnlyList<decimal> scores, RankMethod method)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (!Enum.IsDefined(method))
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, "This is no method of ranking. Take one of RankMethod.");
        }

        var ranks = new decimal[scores.Count];
        var order = Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]).ToArray();
        for (int first = 0, next, dense = 1; first < order.Length; first = next, dense++)
        {
            next = first + 1;
            while (next < order.Length && scores[order[next]] == scores[order[first]])
            {
                next++;
            }

            for (var i = first; i < next; i++)
            {
                ranks[order[i]] = method switch
                {
                    RankMethod.Competition => first + 1,
                    RankMethod.Dense => dense,
                    RankMethod.Ordinal => i + 1,
                    RankMethod.Fractional => (first + 1 + next) / 2m,
                    _ => next,
                };
            }
        }

        return ranks;
    }
}
