using Referrals.Kpis.Columns;

namespace Referrals.Kpis.Leaderboards;

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
                    throw new ArgumentOutOfRangeException(nameof(metric), metric, "This is no metric. Take one of LeaderboardMetric.");
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
