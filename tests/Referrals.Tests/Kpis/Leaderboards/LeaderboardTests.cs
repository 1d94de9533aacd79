using System.Globalization;
using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Leaderboards;

public sealed class LeaderboardTests
{
    private static readonly KpiWindow Year = KpiWindow.Of(Instant.FromUtc(2025, 1, 1, 0, 0), Instant.FromUtc(2026, 1, 1, 0, 0));
    private static readonly FactTable Shop = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd);

    [Theory]
    [InlineData(RankMethod.Competition, 1)]
    [InlineData(RankMethod.Dense, 2)]
    [InlineData(RankMethod.Ordinal, 3)]
    [InlineData(RankMethod.Fractional, 4)]
    [InlineData(RankMethod.ModifiedCompetition, 5)]
    public void Ranks_equal_the_vectors(RankMethod method, int column) => Assert.All(
        KpiVectors.Rows("leaderboard_ranks.csv"),
        row => Assert.Equal(Numbers(row[column]), Leaderboard.Ranks(Numbers(row[0]), method)));

    [Fact]
    public void Scores_add_up_to_what_the_window_brought()
    {
        var totals = Shop.Totals(Year).Referred;

        Assert.Equal(totals.Customers, Board(LeaderboardMetric.ReferredSignups).Sum(e => e.Score));
        Assert.Equal(totals.Purchasers, Board(LeaderboardMetric.ReferredPurchasers).Sum(e => e.Score));
        Assert.Equal(Shop.Totals(Year).Shares, Board(LeaderboardMetric.Shares).Sum(e => e.Score));
        var revenue = Shop.Totals(Year).Whole(totals.RevenueMinor);
        Assert.True(Board(LeaderboardMetric.ReferredRevenue).Sum(e => e.Score) >= revenue); // Net losses are not listed.
    }

    [Fact]
    public void Best_referrers_equal_a_count_over_the_rows()
    {
        var expected = KpiVectors.Rows("scenario/customers.csv")
            .Where(r => r[3].Length > 0)
            .GroupBy(r => r[3])
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Take(20)
            .Select(g => (g.Key, (decimal)g.Count()));

        Assert.Equal(expected, Board(LeaderboardMetric.ReferredSignups).Take(20).Select(e => (e.Customer.Value, e.Score)));
    }

    [Fact]
    public void Revenue_of_a_referrer_equals_a_sum_over_the_rows()
    {
        var best = Board(LeaderboardMetric.ReferredRevenue)[0];
        var brought = KpiVectors.Rows("scenario/customers.csv").Where(r => r[3] == best.Customer.Value).Select(r => r[0]).ToHashSet();

        var revenue = KpiVectors.Rows("scenario/orders.csv").Where(r => brought.Contains(r[1]))
            .Sum(r => decimal.Parse(r[3], CultureInfo.InvariantCulture));

        Assert.Equal(revenue, best.Score);
    }

    private static IReadOnlyList<LeaderboardEntry> Board(LeaderboardMetric metric) => Leaderboard.Of(Shop, Year, metric).Entries;

    private static decimal[] Numbers(string text) =>
        [.. text.Split(';').Select(n => decimal.Parse(n, CultureInfo.InvariantCulture))];
}
