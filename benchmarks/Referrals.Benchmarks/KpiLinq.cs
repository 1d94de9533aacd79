namespace Referrals.Benchmarks;

/// <summary>The same groups as a host would write them with LINQ over a list of objects.</summary>
internal static class KpiLinq
{
    internal sealed record Sums(long Signups, long Referred, long Shares, long Clicks, long Orders, long Revenue, long Margin, long Cost);

    internal sealed record People(Sums Sums, int Sharers, int Buyers);

    internal static Dictionary<(int Program, int Segment, int Month), Sums> Count(IReadOnlyList<KpiRow> rows) => rows
        .GroupBy(r => (r.Program, r.Segment, r.Month))
        .ToDictionary(g => g.Key, g => SumsOf(g));

    internal static Dictionary<(int Program, int Segment, int Month), People> CountPeople(IReadOnlyList<KpiRow> rows) => rows
        .GroupBy(r => (r.Program, r.Segment, r.Month))
        .ToDictionary(
            g => g.Key,
            g => new People(
                SumsOf(g),
                g.Where(r => r.Kind == FactKind.ShareRecorded).Select(r => r.Person).Distinct().Count(),
                g.Where(r => r.Kind == FactKind.ConversionRecorded).Select(r => r.Person).Distinct().Count()));

    /// <summary>One loop over the group: eight separate Count and Sum calls would be eight times slower, and no fair peer.</summary>
    private static Sums SumsOf(IEnumerable<KpiRow> group)
    {
        long signups = 0, referred = 0, shares = 0, clicks = 0, orders = 0, revenue = 0, margin = 0, cost = 0;
        foreach (var row in group)
        {
            switch (row.Kind)
            {
                case FactKind.SignedUp:
                    signups++;
                    referred += row.Referred ? 1 : 0;
                    break;
                case FactKind.ShareRecorded:
                    shares++;
                    break;
                case FactKind.TouchRecorded:
                    clicks++;
                    break;
                case FactKind.ConversionRecorded:
                    orders++;
                    revenue += row.Amount;
                    margin += row.Margin;
                    break;
                case FactKind.RefundRecorded:
                    revenue -= row.Amount;
                    margin -= row.Margin;
                    break;
                case FactKind.RewardGranted:
                    cost += row.Amount;
                    break;
            }
        }

        return new Sums(signups, referred, shares, clicks, orders, revenue, margin, cost);
    }
}
