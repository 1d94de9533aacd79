namespace Referrals.Kpis;

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
        return Of(window, metric, method, ReferrerScores.Of(table, window, metric).Select(s => (table.CustomerOf(s.Key), s.Value)));
    }

    /// <summary>The leaderboard of scores that were added up already.</summary>
    internal static Leaderboard Of(
        KpiWindow window, LeaderboardMetric metric, RankMethod method, IEnumerable<(CustomerId Customer, decimal Score)> scored)
    {
        var scores = scored
            .Where(static s => s.Score > 0 && !s.Customer.IsDefault)
            .OrderByDescending(static s => s.Score)
            .ThenBy(static s => s.Customer.Value, StringComparer.Ordinal)
            .ToList();
        var ranks = Ranks([.. scores.Select(s => s.Score)], method);
        return new Leaderboard(window, metric, method, [.. scores.Select((s, i) => new LeaderboardEntry(ranks[i], s.Customer, s.Score))]);
    }

    /// <summary>The same leaderboard with other names for those whom the table knows.</summary>
    internal Leaderboard Named(IReadOnlyDictionary<CustomerId, CustomerId> names) => new(Window, Metric, Method,
    [
        .. Entries.Select(entry => new LeaderboardEntry(entry.Rank, names.GetValueOrDefault(entry.Customer, entry.Customer), entry.Score)),
    ]);

    /// <summary>The rank of each score, the highest first, in the order in which the scores are given.</summary>
    /// <param name="scores">The scores. For ordinal ranks the earlier of two equal ones is the better.</param>
    /// <param name="method">Which rank equal scores get.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="method"/> is none of the methods.</exception>
    public static IReadOnlyList<decimal> Ranks(IReadOnlyList<decimal> scores, RankMethod method)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (!Enum.IsDefined(method))
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, "Not a valid method of ranking. Use one of RankMethod.");
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

/// <summary>Adds up what each referrer brought in a window.</summary>
internal static class ReferrerScores
{
    internal static Dictionary<int, decimal> Of(FactTable table, KpiWindow window, LeaderboardMetric metric)
    {
        var scores = new Dictionary<int, decimal>();
        var index = new WindowIndex([window]);
        for (var shard = 0; shard < FactTable.Shards; shard++)
        {
            var part = table.Parts[shard];
            switch (metric)
            {
                case LeaderboardMetric.ReferredSignups:
                    Customers(part, index, scores, purchased: false);
                    break;
                case LeaderboardMetric.ReferredPurchasers:
                    Customers(part, index, scores, purchased: true);
                    break;
                case LeaderboardMetric.ReferredRevenue:
                    Revenue(part.Sales, part, index, scores, 1m / table.Unit.MinorPerUnit);
                    Revenue(part.Refunds, part, index, scores, -1m / table.Unit.MinorPerUnit);
                    break;
                case LeaderboardMetric.Shares:
                    Shares(part, shard, index, scores);
                    break;
                case LeaderboardMetric.Rewards:
                    Rewards(part, index, scores, 1m / table.Unit.MinorPerUnit);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(metric), metric, "Not a valid metric. Use one of LeaderboardMetric.");
            }
        }

        return scores;
    }

    private static void Customers(Shard part, WindowIndex window, Dictionary<int, decimal> scores, bool purchased)
    {
        for (var person = 0; person < part.People; person++)
        {
            if (part.Referrer[person] != Shard.Nobody && window.Contains(0, purchased ? part.FirstSaleAt[person] : part.SignedUpAt[person]))
            {
                Add(scores, part.Referrer[person], 1);
            }
        }
    }

    private static void Revenue(Payments payments, Shard part, WindowIndex window, Dictionary<int, decimal> scores, decimal perMinor)
    {
        for (var chunk = 0; chunk < payments.Times.Chunks; chunk++)
        {
            var by = payments.By.Chunk(chunk);
            var amounts = payments.Amount.Chunk(chunk);
            var runs = new Runs(window, payments.Times, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    if (part.Referrer[by[i]] != Shard.Nobody)
                    {
                        Add(scores, part.Referrer[by[i]], amounts[i] * perMinor);
                    }
                }
            }
        }
    }

    private static void Shares(Shard part, int shard, WindowIndex window, Dictionary<int, decimal> scores)
    {
        for (var chunk = 0; chunk < part.ShareTimes.Chunks; chunk++)
        {
            var by = part.ShareBy.Chunk(chunk);
            var runs = new Runs(window, part.ShareTimes, chunk);
            while (runs.Next())
            {
                foreach (var sharer in by[runs.Start..runs.End])
                {
                    Add(scores, FactTable.Global(shard, sharer), 1);
                }
            }
        }
    }

    private static void Rewards(Shard part, WindowIndex window, Dictionary<int, decimal> scores, decimal perMinor)
    {
        var costs = part.Costs;
        for (var chunk = 0; chunk < costs.Times.Chunks; chunk++)
        {
            var referrers = costs.Referrer.Chunk(chunk);
            var sides = costs.OfReferrer.Chunk(chunk);
            var kinds = costs.Kind.Chunk(chunk);
            var amounts = costs.Amount.Chunk(chunk);
            var runs = new Runs(window, costs.Times, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    if (sides[i])
                    {
                        Add(scores, referrers[i], (kinds[i] == Costs.Reversed ? -amounts[i] : amounts[i]) * perMinor);
                    }
                }
            }
        }
    }

    private static void Add(Dictionary<int, decimal> scores, int referrer, decimal score) =>
        scores[referrer] = scores.GetValueOrDefault(referrer) + score;
}
