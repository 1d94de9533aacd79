using NodaTime;
using Referrals.Ledger;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Ledger.Lots;

public sealed class LotListTests
{
    [Fact]
    public void Oldest_goes_first_whatever_the_order_of_arrival()
    {
        var lots = ((ValueList<Lot>)[]).With(Lot("c", 3, 10)).With(Lot("a", 1, 10)).With(Lot("b", 2, 10));
        var (left, taken) = lots.Take(15, Day(5), LotOrder.Oldest);

        Assert.Equal([("a", 10L), ("b", 5L)], taken.Select(Named));
        Assert.Equal([("b", 5L), ("c", 10L)], left.Select(Named));
    }

    [Fact]
    public void What_has_not_vested_or_has_expired_is_passed_over()
    {
        ValueList<Lot> lots = [Lot("a", 1, 10) with { ExpiresAt = Day(5) }, Lot("b", 2, 10), Lot("c", 6, 10)];

        Assert.Equal(10, lots.UsableAt(Day(5)));
        Assert.Equal([("b", 10L)], lots.Take(25, Day(5), LotOrder.Oldest).Taken.Select(Named));
    }

    [Fact]
    public void Too_many_lots_are_pooled_and_nothing_is_lost()
    {
        ValueList<Lot> lots = [];
        for (var i = 0; i < LotList.MaxOpen + 50; i++)
        {
            lots = lots.With(Lot($"r{i}", i, i + 1));
        }

        Assert.Equal(LotList.MaxOpen, lots.Count);
        Assert.Equal(Enumerable.Range(1, LotList.MaxOpen + 50).Sum(i => (long)i), lots.Total());
        Assert.Null(lots[0].Reward);
        Assert.Equal(Day(0), lots[0].VestedAt);
    }

    [Fact]
    public void Neighbours_of_equal_expiry_are_pooled_before_others()
    {
        ValueList<Lot> lots = [];
        for (var i = 0; i <= LotList.MaxOpen; i++)
        {
            lots = lots.With(Lot($"r{i}", i, 1) with { ExpiresAt = Day(i is 7 or 8 ? 5_000 : 6_000 + i) });
        }

        var pool = Assert.Single(lots, lot => lot.Reward is null);
        Assert.Equal((Day(7), Day(5_000), 2), (pool.VestedAt, pool.ExpiresAt, pool.Left));
    }

    [Fact]
    public void Pool_of_different_expiries_takes_the_later()
    {
        ValueList<Lot> lots = [];
        for (var i = 0; i <= LotList.MaxOpen; i++)
        {
            lots = lots.With(Lot($"r{i}", i, 1) with { ExpiresAt = i == 1 ? null : Day(6_000 - i) });
        }

        Assert.Null(lots[0].ExpiresAt);
        Assert.Equal(2, lots[0].Left);
    }

    [Fact]
    public void Activity_moves_a_sliding_expiry_and_revives_nothing()
    {
        var sliding = Lot("a", 0, 10) with { ExpiresAt = Day(10), Inactivity = 10, Measure = PeriodKind.Days };

        Assert.Equal(Day(14), sliding.Extended(Day(4), DateTimeZone.Utc).ExpiresAt);
        Assert.Equal(Day(10), sliding.Extended(Day(10), DateTimeZone.Utc).ExpiresAt);
        Assert.Equal(Day(10), sliding.Extended(Day(-3), DateTimeZone.Utc).ExpiresAt);
        Assert.Equal(Day(10), (sliding with { Inactivity = 0 }).Extended(Day(4), DateTimeZone.Utc).ExpiresAt);
    }

    private static Lot Lot(string reward, double day, long left) =>
        new() { Reward = RewardId.From(reward), VestedAt = Day(day), Left = left };

    private static (string, long) Named(Lot lot) => (lot.Reward!.Value.Value, lot.Left);
}
