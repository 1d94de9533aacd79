using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Columns;

public sealed class FactTableTests
{
    private static readonly IReadOnlyList<KpiWindow> Months = KpiPeriods.Months(new LocalDate(2025, 1, 1), 12, DateTimeZone.Utc);

    [Fact]
    public void Totals_agree_with_the_definitions_on_any_window_of_the_shop()
    {
        var table = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd);
        var random = new Random(11);
        for (var i = 0; i < 25; i++)
        {
            var window = Window(random, 365);
            Assert.Equal(PlainTotals.Of(KpiVectors.Shop, window, KpiVectors.Usd), table.Totals(window));
        }
    }

    [Fact]
    public void Totals_agree_with_the_definitions_on_awkward_journals()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var facts = RandomFacts.Make(seed, 150);
            var window = Window(new Random(seed), 60);
            var expected = PlainTotals.Of(facts, window, KpiVectors.Usd);
            Assert.True(expected.Equals(FactTable.Read(facts, KpiVectors.Usd).Totals(window)), $"Seed {seed}, {window}.");
        }
    }

    [Fact]
    public void Months_in_one_pass_equal_each_month_alone()
    {
        var table = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd);

        Assert.Equal(Months.Select(table.Totals), table.Totals(Months));
    }

    [Fact]
    public void More_windows_than_bits_of_a_word_are_folded_all_the_same()
    {
        var table = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd);
        var days = KpiPeriods.Days(new LocalDate(2025, 1, 1), 365, DateTimeZone.Utc);

        var totals = table.Totals(days);

        Assert.Equal(days, totals.Select(t => t.Window));
        Assert.Equal(table.Totals(days[200]), totals[200]);
        Assert.Equal(1315, totals.Sum(t => t.Shares));
    }

    [Fact]
    public void Groups_merge_into_the_totals_of_everything()
    {
        var table = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd);
        var groupings = new[]
        {
            KpiGrouping.BySegment,
            KpiGrouping.ByChannel,
            KpiGrouping.ByVersion.And(KpiGrouping.BySegment),
            KpiGrouping.ByReferrer(c => c.Value[^1] == '7' ? "sevens" : "others"),
            KpiGrouping.BySegment.And(KpiGrouping.ByReferrer(c => c.Value[^1..])),
        };

        Assert.All(groupings, grouping => Assert.Equal(
            table.Totals(Months),
            Months.Select((_, m) => table.Groups(Months, grouping).Select(g => g.Totals[m]).Aggregate((a, b) => a.Merge(b)))));
    }

    [Fact]
    public void Group_has_the_totals_of_its_own_people()
    {
        var window = KpiWindow.Of(Months[0].From, Months[5].To);
        var customers = KpiVectors.Rows("scenario/customers.csv").Where(r => r[4] == "ent").Select(r => r[0]).ToHashSet();

        var group = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd)
            .Groups([window], KpiGrouping.BySegment)
            .Single(g => g.Key[0] == "ent");

        var signUps = KpiVectors.Shop.Where(f => f.Kind == FactKind.SignedUp && window.Contains(f.OccurredAt));
        Assert.Equal(signUps.Count(f => f.Segment == "ent"), group.Totals[0].Everyone.Customers);
        var shares = KpiVectors.Shop.Where(f => f.Kind == FactKind.ShareRecorded && window.Contains(f.OccurredAt));
        Assert.Equal(shares.Count(f => customers.Contains(f.Customer!.Value.Value)), group.Totals[0].Shares);
    }

    [Fact]
    public void Any_number_of_cores_gives_the_same_groups()
    {
        var table = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd);

        var one = table.Groups(Months, KpiGrouping.BySegment);
        var three = table.Groups(Months, KpiGrouping.BySegment, cores: 3);

        Assert.Equal(one.Select(g => g.ToString()), three.Select(g => g.ToString()));
        Assert.Equal(one.SelectMany(g => g.Totals), three.SelectMany(g => g.Totals));
    }

    [Fact]
    public void Programs_folded_apart_merge_into_both_folded_together()
    {
        var (first, second) = (RandomFacts.Make(1, 400), RandomFacts.Make(2, 400));
        var window = KpiWindow.Of(RandomFacts.Start, RandomFacts.Start + Duration.FromDays(30));
        var both = new FactTable(KpiVectors.Usd);
        both.Append(Partition.Of(ProgramId.From("spring")), first);
        both.Append(Partition.Of(ProgramId.From("autumn")), second);

        var apart = FactTable.Read(second, KpiVectors.Usd).Totals(window).Merge(FactTable.Read(first, KpiVectors.Usd).Totals(window));

        Assert.Equal(both.Totals(window), apart);
    }

    [Fact]
    public void Appending_in_portions_equals_reading_at_once()
    {
        var table = new FactTable(KpiVectors.Usd);
        foreach (var portion in KpiVectors.Shop.Reverse().Chunk(1000))
        {
            table.Append(portion);
            _ = table.Totals(Months);
        }

        Assert.Equal(FactTable.Read(KpiVectors.Shop, KpiVectors.Usd).Totals(Months), table.Totals(Months));
    }

    [Fact]
    public void Fact_on_a_border_is_in_the_later_window_only()
    {
        var border = Instant.FromUtc(2025, 2, 1, 0, 0);
        var share = new Fact { Kind = FactKind.ShareRecorded, OccurredAt = border, Customer = CustomerId.From("a"), Subject = "s" };

        var totals = FactTable.Read([share], KpiVectors.Usd).Totals(Months);

        Assert.Equal([0, 1, 0], totals.Take(3).Select(t => t.Shares));
    }

    [Fact]
    public void Window_of_all_time_is_a_window_like_any_other()
    {
        var ever = KpiWindow.Of(Instant.MinValue, Instant.MaxValue);
        var facts = RandomFacts.Make(5, 200);

        Assert.Equal(PlainTotals.Of(facts, ever, KpiVectors.Usd), FactTable.Read(facts, KpiVectors.Usd).Totals(ever));
    }

    [Fact]
    public void No_windows_give_no_totals() =>
        Assert.Empty(FactTable.Read(KpiVectors.Shop, KpiVectors.Usd).Totals([]));

    [Fact]
    public void Overlapping_windows_are_refused_with_both_named()
    {
        var error = Assert.Throws<ArgumentException>(() => FactTable.Read([], KpiVectors.Usd).Totals([Months[1], Months[0]]));

        Assert.Contains("2025-02-01", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_may_have_gaps_between_them()
    {
        var table = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd);
        KpiWindow[] windows = [Months[1], Months[4], Months[9]];

        Assert.Equal(windows.Select(table.Totals), table.Totals(windows));
    }

    private static KpiWindow Window(Random random, int days)
    {
        var from = random.Next(-5, days);
        var length = random.Next(0, days);
        return KpiWindow.Of(
            RandomFacts.Start + Duration.FromDays(from), RandomFacts.Start + Duration.FromDays(from + length));
    }
}
