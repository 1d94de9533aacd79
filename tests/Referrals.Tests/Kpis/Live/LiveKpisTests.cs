using NodaTime;
using Referrals.Kpis;
using Referrals.Kpis.Columns;
using Referrals.Kpis.Live;
using Referrals.Tests.Kpis.Columns;

namespace Referrals.Tests.Kpis.Live;

public sealed class LiveKpisTests
{
    private static readonly IReadOnlyList<KpiWindow> Weeks =
        KpiPeriods.Weeks(new LocalDate(2025, 1, 1), 8, DateTimeZone.Utc, IsoDayOfWeek.Wednesday);

    [Fact]
    public void Live_equals_rebuilt_after_every_portion_in_any_order()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var facts = RandomFacts.Make(seed, 200).ToArray();
            new Random(seed).Shuffle(facts);
            var live = new LiveKpis(KpiVectors.Usd, Weeks, KpiGrouping.BySegment);
            for (var i = 0; i < facts.Length; i += 25)
            {
                Assert.True(live.Add($"event-{i}", facts[i..(i + 25)]));
                Same(FactTable.Read(facts[..(i + 25)], KpiVectors.Usd).Groups(Weeks, KpiGrouping.BySegment), live.Groups, seed);
            }
        }
    }

    [Fact]
    public void Event_that_comes_twice_counts_once()
    {
        var live = new LiveKpis(KpiVectors.Usd, Weeks, KpiGrouping.Everything);
        var share = Share(Weeks[2].From);

        Assert.True(live.Add("event-1", [share]));
        Assert.False(live.Add("event-1", [share]));

        Assert.Equal(1, live.Groups[0].Totals[2].Shares);
    }

    [Fact]
    public void Only_the_windows_from_the_earliest_new_fact_are_folded_again()
    {
        var live = new LiveKpis(KpiVectors.Usd, Weeks, KpiGrouping.Everything);
        _ = live.Add("event-1", [Share(Weeks[0].From)]);
        Assert.Equal((1, 8), (live.Groups.Count, live.WindowsFolded));

        _ = live.Add("event-2", [Share(Weeks[6].From + Duration.FromHours(1))]);
        Assert.Equal((1, 2), (live.Groups.Count, live.WindowsFolded));

        Assert.Equal((1, 0), (live.Groups.Count, live.WindowsFolded));
    }

    private static Fact Share(Instant at) =>
        new() { Kind = FactKind.ShareRecorded, OccurredAt = at, Customer = CustomerId.From("a"), Subject = "s" };

    private static void Same(IReadOnlyList<KpiGroup> expected, IReadOnlyList<KpiGroup> actual, int seed)
    {
        Assert.Equal(expected.Select(g => g.ToString()), actual.Select(g => g.ToString()));
        Assert.True(expected.SelectMany(g => g.Totals).SequenceEqual(actual.SelectMany(g => g.Totals)), $"Seed {seed}.");
    }
}
