using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Referrals.Tests.Rewards;

public sealed class TierTests
{
    [Fact]
    public void Step_that_is_reached_pays_and_the_current_conversion_counts()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => t.From(1, 10, "EUR").From(3, 15, "EUR").From(5, 25, "EUR"))));

        var earned = Enumerable.Range(1, 6).Select(i => deal.Buys($"c{i}", 50)).ToArray();

        Assert.Equal(["10.00 EUR", "10.00 EUR", "15.00 EUR", "15.00 EUR", "25.00 EUR", "25.00 EUR"], earned);
        var reached = deal.Scenario.Facts.Where(fact => fact.Kind == FactKind.TierReached).Select(fact => (fact.Customer!.Value.Value, fact.Code));
        Assert.Equal([("alice", "1"), ("alice", "2"), ("alice", "3")], reached);
    }

    [Fact]
    public void Current_conversion_can_be_left_out()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => t.From(0, 10, "EUR").From(2, 15, "EUR").BeforeCurrent())));

        Assert.Equal(["10.00 EUR", "10.00 EUR", "15.00 EUR"], Enumerable.Range(1, 3).Select(i => deal.Buys($"c{i}", 50)));
    }

    [Fact]
    public void Below_the_first_step_nothing_is_earned_and_the_reason_is_told()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => t.From(2, 10, "EUR"))));

        Assert.Equal(string.Empty, deal.Buys("bob", 50));
        Assert.Equal("reward.below_tiers", deal.Reasons());
        Assert.Equal("10.00 EUR", deal.Buys("carol", 50));
    }

    [Fact]
    public void Volume_with_whole_steps_pays_the_reached_rate_for_the_whole_amount()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => t.FromPercent(0, 5, "EUR").FromPercent(100, 10, "EUR").ByVolume("EUR"))));

        Assert.Equal("3.00 EUR", deal.Buys("bob", 60));
        Assert.Equal("6.00 EUR", deal.Buys("carol", 60));
    }

    /// <summary>
    /// The income tax of the United States for 2023, a single filer: 10 % up to 11,000, 12 % up to 44,725, 22 % up to 95,375, 24 % above
    /// (Revenue Procedure 2022-38, section 3.01, table 3). On 100,000 it asks 16,290.00 plus 24 % of what is above 95,375, as the procedure's
    /// own table says: 17,400.00.
    /// </summary>
    [Theory]
    [InlineData("11000", "1100.00 USD")]
    [InlineData("44725", "5147.00 USD")]
    [InlineData("95375", "16290.00 USD")]
    [InlineData("100000", "17400.00 USD")]
    public void Graduated_steps_are_those_of_an_income_tax(string income, string tax)
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => Brackets(t).Graduated())));

        Assert.Equal(tax, deal.Buys("bob", decimal.Parse(income, System.Globalization.CultureInfo.InvariantCulture), unit: "USD"));
    }

    [Fact]
    public void Graduated_steps_pay_the_same_however_an_amount_is_cut() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), cuts =>
        {
            var amounts = cuts.Take(12).Select(cut => (decimal)(Math.Abs((long)cut) % 40_000)).Where(amount => amount > 0).ToArray();
            var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => Brackets(t).Graduated())));
            var whole = new Deal(p => p.RewardReferrer(r => r.Tiered(t => Brackets(t).Graduated())));
            foreach (var amount in amounts)
            {
                _ = deal.Buys("bob", amount, unit: "USD");
            }

            _ = amounts.Length == 0 ? null : whole.Buys("bob", amounts.Sum(), unit: "USD");
            Assert.Equal(whole.Scenario.Available("alice", "USD"), deal.Scenario.Available("alice", "USD"));
        }));

    [Fact]
    public void Calendar_years_begin_anew_in_the_zone_of_the_program()
    {
        var deal = new Deal(p => p.InZone("Europe/Paris").RewardReferrer(r => r
            .Tiered(t => t.From(1, 10, "EUR").From(2, 15, "EUR").Per(TimeFrame.CalendarYear))));

        Assert.Equal("10.00 EUR", deal.Buys("a", 50, "2026-12-31T22:59:59Z"));
        Assert.Equal("10.00 EUR", deal.Buys("b", 50, "2026-12-31T23:00:00Z"));
        Assert.Equal("15.00 EUR", deal.Buys("c", 50, "2027-01-01T00:00:00Z"));
    }

    [Fact]
    public void Year_and_week_begin_when_the_program_says()
    {
        var year = new Deal(p => p.YearsStart(4, 6).RewardReferrer(r => r.Tiered(t => t.From(1, 10, "EUR").From(2, 15, "EUR").Per(TimeFrame.CalendarYear))));
        Assert.Equal("10.00 EUR", year.Buys("a", 50, "2026-04-05T23:59:59Z"));
        Assert.Equal("10.00 EUR", year.Buys("b", 50, "2026-04-06T00:00:00Z"));

        var week = new Deal(p => p.WeeksStart(IsoDayOfWeek.Sunday).RewardReferrer(r => r
            .Tiered(t => t.From(1, 10, "EUR").From(2, 15, "EUR").Per(TimeFrame.CalendarWeek))));
        Assert.Equal("10.00 EUR", week.Buys("a", 50, "2026-03-07T23:59:59Z"));
        Assert.Equal("10.00 EUR", week.Buys("b", 50, "2026-03-08T00:00:00Z"));
        Assert.Equal("15.00 EUR", week.Buys("c", 50, "2026-03-09T00:00:00Z"));
    }

    [Fact]
    public void Grace_keeps_a_step_for_a_while_into_the_next_period()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r
            .Tiered(t => t.From(1, 10, "EUR").From(2, 15, "EUR").Per(TimeFrame.CalendarMonth).WithGrace(TimePeriod.CalendarDays(10)))));

        Assert.Equal("10.00 EUR", deal.Buys("a", 50, "2026-03-10T10:00:00Z"));
        Assert.Equal("15.00 EUR", deal.Buys("b", 50, "2026-03-20T10:00:00Z"));
        Assert.Equal("15.00 EUR", deal.Buys("c", 50, "2026-04-10T23:59:59Z"));
        Assert.Equal("15.00 EUR", deal.Buys("d", 50, "2026-04-20T10:00:00Z"));
        Assert.Equal("10.00 EUR", deal.Buys("e", 50, "2026-06-20T10:00:00Z"));
    }

    [Fact]
    public void Trailing_time_forgets_what_is_older_to_the_instant_and_grace_remembers()
    {
        var plain = new Deal(p => p.RewardReferrer(r => r
            .Tiered(t => t.From(1, 10, "EUR").From(2, 15, "EUR").Per(TimeFrame.InTheLast(TimePeriod.Days(30))))));
        Assert.Equal("10.00 EUR", plain.Buys("a", 50, "2026-03-01T10:00:00Z"));
        Assert.Equal("15.00 EUR", plain.Buys("b", 50, "2026-03-31T09:59:59Z"));
        Assert.Equal("15.00 EUR", plain.Buys("c", 50, "2026-03-31T10:00:00Z"));
        Assert.Equal("10.00 EUR", plain.Buys("d", 50, "2026-05-01T10:00:00Z"));

        var graceful = new Deal(p => p.RewardReferrer(r => r
            .Tiered(t => t.From(1, 10, "EUR").From(2, 15, "EUR").Per(TimeFrame.InTheLast(TimePeriod.Days(30))).WithGrace(TimePeriod.Days(60)))));
        _ = graceful.Buys("a", 50, "2026-03-01T10:00:00Z");
        _ = graceful.Buys("b", 50, "2026-03-02T10:00:00Z");
        Assert.Equal("15.00 EUR", graceful.Buys("c", 50, "2026-05-01T10:00:00Z"));
        Assert.Equal("10.00 EUR", graceful.Buys("d", 50, "2026-08-20T10:00:00Z"));
    }

    [Fact]
    public void Refunded_conversions_do_not_count()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => t.From(1, 10, "EUR").From(3, 15, "EUR"))));
        _ = deal.Buys("a", 50);
        _ = deal.Buys("b", 50);
        _ = deal.Refund(1);

        Assert.Equal("10.00 EUR", deal.Buys("c", 50));
        Assert.Equal("15.00 EUR", deal.Buys("d", 50));
    }

    [Fact]
    public void Partly_refunded_volume_counts_for_as_much_less()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => t.FromPercent(0, 5, "EUR").FromPercent(100, 10, "EUR").ByVolume("EUR"))));
        _ = deal.Buys("a", 80);
        _ = deal.Refund(1, 30);
        _ = deal.Refund(1, 10);

        Assert.Equal("2.95 EUR", deal.Buys("b", 59));
        Assert.Equal("0.10 EUR", deal.Buys("c", 1));
    }

    [Fact]
    public void Raising_brings_earlier_rewards_to_the_new_rate_by_an_entry_of_its_own()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Named("thanks").Tiered(t => t.From(1, 10, "EUR").From(3, 15, "EUR").RaisingEarlier())));

        Assert.Equal("10.00 EUR", deal.Buys("a", 50));
        Assert.Equal("10.00 EUR", deal.Buys("b", 50));
        Assert.Equal("15.00 EUR + 10.00 EUR", deal.Buys("c", 50));
        Assert.Equal("thanks~raise:order-3", deal.Last.Grants.Last().Subject);
        Assert.Equal(Amount.Of(45, "EUR"), deal.Scenario.Available("alice", "EUR"));
        _ = deal.Refund(3);
        Assert.Equal(Amount.Of(20, "EUR"), deal.Scenario.Available("alice", "EUR"));
    }

    [Fact]
    public void Step_that_is_reached_again_after_a_refund_raises_nothing_twice()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => t.From(1, 10, "EUR").From(3, 15, "EUR").RaisingEarlier())));
        _ = deal.Buys("a", 50);
        _ = deal.Buys("b", 50);
        Assert.Equal("15.00 EUR + 10.00 EUR", deal.Buys("c", 50));
        _ = deal.Refund(1);
        Assert.Equal("15.00 EUR + 5.00 EUR", deal.Buys("d", 50));
        Assert.Equal(Amount.Of(45, "EUR"), deal.Scenario.Available("alice", "EUR"));
        _ = deal.Refund(3);
        _ = deal.Refund(4);
        Assert.Equal("10.00 EUR", deal.Buys("e", 50));
        Assert.Equal("15.00 EUR + 10.00 EUR", deal.Buys("f", 50));
    }

    [Fact]
    public void Raised_percentages_end_at_the_new_rate_of_the_whole_volume()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r
            .Tiered(t => t.FromPercent(1, 5, "EUR").FromPercent(3, 7.5m, "EUR").RaisingEarlier())));
        _ = deal.Buys("a", 33.33m);
        _ = deal.Buys("b", 66.66m);
        _ = deal.Buys("c", 10);

        Assert.Equal(Amount.Of(8.25m, "EUR"), deal.Scenario.Available("alice", "EUR"));
    }

    [Fact]
    public void Tables_that_make_no_sense_are_refused_when_they_are_built()
    {
        var one = RewardFormula.Flat(Amount.Of(1, "EUR"));
        Assert.Throws<ArgumentException>(() => TierTable.Of(Measure.RuleConversions()));
        Assert.Throws<ArgumentException>(() => TierTable.Of(Measure.RuleConversions(), Tier.Of(2, one), Tier.Of(2, one)));
        Assert.Throws<ArgumentException>(() => TierTable.Of(Measure.RuleConversions(), Tier.Of(1.5m, one)));
        Assert.Throws<ArgumentException>(() => TierTable.Of(Measure.RuleConversions(), Tier.Of(1, one)).Graduated());
        Assert.Throws<ArgumentException>(() => TierTable.Of(Measure.RuleConversions(), Tier.Of(1, one)).WithGrace(TimePeriod.Days(1)));
        Assert.Throws<ArgumentException>(() =>
            TierTable.Of(Measure.RuleConversions().In(TimeFrame.InTheLast(TimePeriod.Days(9))), Tier.Of(1, one)).RaisingEarlier());
    }

    [Fact]
    public void Sum_that_leaves_the_current_conversion_out_raises_nothing_earlier() => Assert.Throws<ArgumentException>(() => TierTable
        .Of(Measure.RuleConversions().Sum(Unit.Money("EUR")).BeforeCurrent(), Tier.Of(0, RewardFormula.Flat(Amount.Of(10, "EUR")))).RaisingEarlier());

    [Fact]
    public void Marks_of_one_rule_are_in_one_unit() => Assert.Throws<ArgumentException>(() => RewardFormula.AtMilestones(
        Measure.RuleConversions(), Tier.Of(1, RewardFormula.Flat(Amount.Of(10, "EUR"))), Tier.Of(2, RewardFormula.Flat(Amount.Of(10, "points")))));

    private static Referrals.TierTableBuilder Brackets(Referrals.TierTableBuilder table) => table
        .FromPercent(0, 10, "USD").FromPercent(11_000, 12, "USD").FromPercent(44_725, 22, "USD").FromPercent(95_375, 24, "USD").ByVolume("USD");
}
