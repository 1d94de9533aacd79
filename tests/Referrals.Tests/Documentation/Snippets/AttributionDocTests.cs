using NodaTime;
using Referrals.Attribution;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The code of docs/attribution.md.</summary>
public sealed class AttributionDocTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    [Fact]
    public void Touches_become_journeys_and_journeys_share_the_credit()
    {
        JourneyTouch[] touches = [JourneyTouch.Of("email", Noon), JourneyTouch.Of("self-referral", Noon), JourneyTouch.Of("paid", Noon)];
        JourneyConversion[] conversions = [JourneyConversion.Of(Noon + Duration.FromDays(7), 80)];

        var rules = JourneyRules.Default
            .Within(Lookback.Elapsed(Duration.FromDays(30)))
            .Transformed(PathTransform.Exposure)
            .Dropping("self-referral");
        IReadOnlyList<Journey> journeys = rules.Build(touches, conversions);

        var journey = Assert.Single(journeys);
        double[] shares = CreditModel.TimeDecay(Duration.FromDays(7)).Share(journey);

        Assert.Equal(["email", "paid"], journey.Touches.Select(touch => touch.Channel));
        Assert.Equal(1, shares.Sum(), 12);
    }

    [Fact]
    public void Amounts_are_split_to_the_cent()
    {
        var reward = Amount.Of(1, "USD");
        double[] shares = [1 / 3d, 1 / 3d, 1 / 3d];

        Amount[] parts = AmountSplit.ByWeights(reward, shares);                 // 100 cents among three: 34, 33, 33
        Amount[] levels = LevelCredits.Of(Amount.Of(4_000, "USD"), 3, 0.5m);   // 2,000, 1,000, 500

        Assert.Equal([34, 33, 33], parts.Select(part => part.MinorUnits));
        Assert.Equal([2_000m, 1_000m, 500m], levels.Select(level => level.Value));
    }

    [Fact]
    public void Many_journeys_are_credited_at_once()
    {
        var names = ChannelNames.Of("a", "b", "c");
        int[] offsets = [0, 3, 4];
        int[] touches = [0, 1, 2, 1];
        string[] paths = ["a > b > c", "b"];
        double[] conversions = [1, 2];
        double[] values = [10, 20];
        double[] nulls = [5, 5];

        var journeys = JourneySpans.Of(names, offsets, touches, conversions, values, nulls);
        ChannelCredits linear = CreditModel.Linear.Total(journeys);

        JourneyBatch batch = PathTable.FromPaths(paths, conversions, values, nulls);      // "a > b > c"
        MarkovResult markov = MarkovCounts.Count(batch.Spans, order: 1).Solve();

        Assert.Equal(3, linear.Rows.Sum(credit => credit.Conversions), 12);
        Assert.NotNull(markov);
    }

    [Fact]
    public void Counts_of_parts_are_merged()
    {
        var partA = PathTable.FromPaths(["a > b"], [1], [10], [1]);
        var partB = PathTable.FromPaths(["b > c"], [1], [10], [1]);

        var left = MarkovCounts.Count(partA.Spans, 1);
        var right = MarkovCounts.Count(partB.Spans, 1);
        MarkovResult markov = left.Merge(right).Solve();

        Assert.NotNull(markov);
    }
}
