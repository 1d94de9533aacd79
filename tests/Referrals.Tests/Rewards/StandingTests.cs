using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Rewards;

/// <summary>Counts, steps and reports tell of what stands, by the same rules by which decisions are made.</summary>
public sealed class StandingTests
{
    private static readonly Unit Euro = Unit.Money("EUR");

    [Fact]
    public void Time_of_recurring_rewards_begins_with_the_first_payment_that_qualifies()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.When(c => c.AtLeast(50, "EUR")).Give(
            RewardFormula.Recurring(RewardFormula.Flat(Amount.Of(1, "EUR")), within: TimePeriod.Days(30)))));

        Assert.Equal(string.Empty, deal.Buys("bob", 10, "2026-01-01T00:00:00Z"));
        Assert.Equal("1.00 EUR", deal.Buys("bob", 50, "2026-02-20T00:00:00Z"));
        Assert.Equal("1.00 EUR", deal.Buys("bob", 50, "2026-03-21T23:59:59Z"));
        Assert.Equal(string.Empty, deal.Buys("bob", 50, "2026-03-22T00:00:00Z"));
    }

    [Fact]
    public void Progress_keeps_a_step_as_long_as_decisions_do()
    {
        var program = ReferralProgram.Create("deal", p => p.RewardReferrer(r => r
            .Give(RewardFormula.Tiered(TierTable
                .Of(
                    Measure.RuleConversions().In(TimeFrame.CalendarMonth),
                    Tier.Of(1, RewardFormula.Flat(Amount.Of(10, "EUR"))),
                    Tier.Of(3, RewardFormula.Flat(Amount.Of(15, "EUR"))))
                .WithGrace(TimePeriod.Days(10))))));
        var deal = new Deal(program);
        for (var i = 0; i < 3; i++)
        {
            _ = deal.Buys("bob", 50, "2026-03-20T00:00:00Z");
        }

        Assert.Equal("2", Step("2026-03-25T00:00:00Z"));
        Assert.Equal("2", Step("2026-04-09T00:00:00Z"));
        Assert.Equal("15.00 EUR", deal.Buys("bob", 50, "2026-04-10T23:59:59Z"));
        Assert.Equal("1", Step("2026-04-11T00:00:00Z"));

        string? Step(string at) => RuleProgress
            .Of(program, deal.Scenario.State, Deal.Id("alice"), NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value)[0].Steps!.Step;
    }

    [Fact]
    public void Return_leaves_a_step_for_its_grace()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Give(RewardFormula.Tiered(TierTable
            .Of(
                Measure.RuleConversions().In(TimeFrame.CalendarMonth),
                Tier.Of(1, RewardFormula.Flat(Amount.Of(10, "EUR"))),
                Tier.Of(3, RewardFormula.Flat(Amount.Of(15, "EUR"))))
            .WithGrace(TimePeriod.Days(5))))));
        for (var i = 0; i < 3; i++)
        {
            _ = deal.Buys("bob", 50, "2026-03-10T00:00:00Z");
        }

        _ = deal.Scenario.Tell(Refund.OfWhole("r1", "order-1").At(Instant.FromUtc(2026, 3, 11, 0, 0)));
        _ = deal.Scenario.Tell(Refund.OfWhole("r2", "order-2").At(Instant.FromUtc(2026, 3, 11, 0, 0)));

        Assert.Equal("15.00 EUR", deal.Buys("bob", 50, "2026-03-15T23:59:59Z"));
        _ = deal.Scenario.Tell(Refund.OfWhole("r4", "order-4").At(Instant.FromUtc(2026, 3, 16, 0, 0)));
        Assert.Equal("10.00 EUR", deal.Buys("bob", 50, "2026-03-21T00:00:00Z"));
    }

    [Fact]
    public void Split_reward_is_with_those_who_got_it_in_every_report()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR").SharedOverLevels(2, 50)));
        _ = deal.Scenario.SignUp("bob", "alice");
        _ = deal.Scenario.Enroll("bob");
        _ = deal.Scenario.SignUp("carol", "bob");
        _ = deal.Scenario.Purchase("carol", 50, "EUR");

        var table = FactTable.Read(deal.Scenario.Facts, Euro);
        var window = KpiWindow.Of(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0));
        var groups = table.Groups([window], KpiGrouping.ByReferrer(static customer => customer.Value));
        foreach (var person in new[] { "alice", "bob" })
        {
            var books = deal.Scenario.Available(person, "EUR").MinorUnits;
            Assert.True(books > 0);
            Assert.Equal(books, groups.Where(group => group.Key[^1] == person).Sum(group => group.Totals[0].RewardsGrantedMinor));
            Assert.Equal(books / 100m, Leaderboard.Of(table, window, LeaderboardMetric.Rewards).Entries.Single(entry => entry.Customer == Deal.Id(person)).Score);
        }
    }

    [Fact]
    public void April_s_board_has_April_s_sales_of_friends_of_March()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR")));
        _ = deal.Buys("bob", 50, "2026-03-05T00:00:00Z");
        _ = deal.Buys("bob", 70, "2026-04-05T00:00:00Z");

        var board = Leaderboard.Of(
            FactTable.Read(deal.Scenario.Facts, Euro),
            KpiWindow.Of(Instant.FromUtc(2026, 4, 1, 0, 0), Instant.FromUtc(2026, 5, 1, 0, 0)),
            LeaderboardMetric.ReferredRevenue);

        Assert.Equal(70m, Assert.Single(board.Entries).Score);
    }

    [Fact]
    public void Segment_that_was_known_before_the_sign_up_is_that_of_its_facts()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR")));
        _ = deal.Scenario.Tell(CustomerUpdate.Of(Deal.Id("bob")).InSegment("vip"));
        _ = deal.Scenario.SignUp("bob", "alice");

        Assert.Equal("vip", deal.Scenario.Facts.Single(fact => fact.Kind == FactKind.SignedUp && fact.Customer == Deal.Id("bob")).Segment);
    }

    [Theory]
    [InlineData(false, "10.00 EUR", "0.00 EUR")]
    [InlineData(true, "0.00 EUR", "0.00 EUR")]
    public void Remainder_of_a_budget_splits_a_pair_only_where_the_program_lets_it(bool together, string referrer, string friend)
    {
        var deal = new Deal(p =>
        {
            _ = p.RewardReferrer(r => r.Flat(10, "EUR")).RewardReferee(r => r.Flat(5, "EUR")).Budget(25, "EUR");
            _ = together ? p.RewardBothOrNeither() : p;
        });
        _ = deal.Buys("bob", 50);
        _ = deal.Buys("carol", 50);

        Assert.Equal(Amount.Of(10, "EUR") + Amount.Parse(referrer), deal.Scenario.Available("alice", "EUR"));
        Assert.Equal(friend, deal.Scenario.Available("carol", "EUR").ToString());
        Assert.Equal(together ? "conversion.not_rewarded" : "conversion.rewarded", deal.Last.Code);
        Assert.Contains(together ? "reward.pair" : "reward.budget_used_up", deal.Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_that_could_never_be_looked_for_are_refused_with_their_place()
    {
        var ten = RewardFormula.Flat(Amount.Of(10, "EUR"));
        Refused("program.mark_unreachable", p => p.Qualify(q => q.On("purchase")).RewardReferrer(r => r.Give(
            RewardFormula.AtMilestones(Measure.ReferredConversions("lead"), Tier.Of(3, ten)))));
        Refused("program.mark_of_referrals", p => p.RewardReferrer(r => r.When(c => c.AtLeast(50, "EUR")).Give(
            RewardFormula.AtMilestones(Measure.Referrals(), Tier.Of(3, ten)))));
        Refused("program.mark_of_referrals", p => p.RewardReferrer(r => r.Give(
            RewardFormula.AtMilestones(Measure.Referrals(), Tier.Of(3, RewardFormula.PercentOf(Percentage.Of(10), Euro))))));
        Refused("program.mark_nested", p => p.RewardReferrer(r => r.Give(
            RewardFormula.Recurring(RewardFormula.AtMilestones(Measure.RuleConversions(), Tier.Of(3, ten))))));

        static void Refused(string code, Action<Referrals.ReferralProgramBuilder> program) => Assert.Contains(
            Assert.Throws<ReferralProgramException>(() => ReferralProgram.Create("p", program)).Findings,
            finding => finding.Code == code && finding.Path.StartsWith("$.incentives[0]", StringComparison.Ordinal));
    }
}
