using Referrals.Storage;

namespace Referrals.Tests.Rewards;

public sealed class LimitTests
{
    [Fact]
    public void Cap_of_a_trailing_time_holds_in_every_window_also_for_late_conversions()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR").AtMost(25, "EUR", per: TimeFrame.InTheLast(TimePeriod.Days(7)))));

        Assert.Equal("10.00 EUR", deal.Buys("a", 9, "2026-03-01T10:00:00Z"));
        Assert.Equal("10.00 EUR", deal.Buys("b", 9, "2026-03-05T10:00:00Z"));
        Assert.Equal("5.00 EUR", deal.Buys("c", 9, "2026-03-08T09:59:59Z"));
        Assert.Equal("10.00 EUR", deal.Buys("d", 9, "2026-03-08T10:00:00Z"));
        Assert.Equal(string.Empty, deal.Buys("late", 9, "2026-03-06T10:00:00Z"));
        Assert.Equal("reward.cap_reached", deal.Reasons());
    }

    [Theory]
    [InlineData("quarter", "2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z")]
    [InlineData("year", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z")]
    [InlineData("month", "2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z")]
    [InlineData("week", "2026-03-08T23:59:59Z", "2026-03-09T00:00:00Z")]
    [InlineData("day", "2026-03-02T23:59:59Z", "2026-03-03T00:00:00Z")]
    public void Cap_of_a_calendar_period_ends_with_its_last_instant(string period, string last, string first)
    {
        var deal = new Deal(p => p.RewardReferrer(r => _ = period switch
        {
            "quarter" => r.Flat(10, "EUR").AtMostRewards(1, per: TimeFrame.CalendarQuarter),
            "year" => r.Flat(10, "EUR").AtMostRewards(1, per: TimeFrame.CalendarYear),
            "month" => r.Flat(10, "EUR").AtMostRewards(1, per: TimeFrame.CalendarMonth),
            "week" => r.Flat(10, "EUR").AtMostRewards(1, per: TimeFrame.CalendarWeek),
            _ => r.Flat(10, "EUR").AtMostRewards(1, per: TimeFrame.CalendarDay),
        }));

        Assert.Equal("10.00 EUR", deal.Buys("a", 9));
        Assert.Equal(string.Empty, deal.Buys("b", 9, last));
        Assert.Equal("10.00 EUR", deal.Buys("c", 9, first));
    }

    [Fact]
    public void Cap_of_one_side_leaves_the_other_alone()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR").AtMostRewards(1)).RewardReferee(r => r.Flat(5, "EUR")));

        Assert.Equal("10.00 EUR + 5.00 EUR", deal.Buys("a", 9));
        Assert.Equal("5.00 EUR", deal.Buys("b", 9));
    }

    [Fact]
    public void Several_caps_hold_together()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR").AtMost(15, "EUR", per: TimeFrame.CalendarDay).AtMostRewards(3)));

        Assert.Equal(["10.00 EUR", "5.00 EUR", ""], Enumerable.Range(1, 3).Select(i => deal.Buys($"c{i}", 9)));
        Assert.Equal("10.00 EUR", deal.Buys("d", 9, "2026-03-09T10:00:00Z"));
        Assert.Equal(string.Empty, deal.Buys("e", 9, "2026-03-10T10:00:00Z"));
    }

    [Fact]
    public void Cap_for_each_referral_counts_friends_apart()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR").OncePerReferral()));

        Assert.Equal(["10.00 EUR", "", "10.00 EUR"], new[] { "bob", "bob", "carol" }.Select(name => deal.Buys(name, 9)));
    }

    [Fact]
    public void Cap_over_a_side_holds_over_all_its_rules()
    {
        var deal = new Deal(p => p
            .RewardReferrer(r => r.Flat(10, "EUR"))
            .RewardReferrer(r => r.PercentOf(10, "EUR"))
            .Cap(Side.Referrer, Cap.OfAmount(Amount.Of(25, "EUR"), TimeFrame.CalendarMonth)));

        Assert.Equal("10.00 EUR + 9.00 EUR", deal.Buys("a", 90));
        Assert.Equal("6.00 EUR", deal.Buys("b", 90));
        Assert.Equal("10.00 EUR + 9.00 EUR", deal.Buys("c", 90, "2026-04-01T10:00:00Z"));
    }

    [Fact]
    public void Room_comes_back_only_where_the_cap_says_so()
    {
        var kept = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR").AtMostRewards(1)));
        _ = kept.Buys("a", 9);
        _ = kept.Refund(1);
        Assert.Equal(string.Empty, kept.Buys("b", 9));

        var returning = new Deal(p => p.RewardReferrer(r => r.PercentOf(10, "EUR").AtMost(10, "EUR", roomReturns: true)));
        _ = returning.Buys("a", 100);
        _ = returning.Refund(1, 30);
        Assert.Equal("3.00 EUR", returning.Buys("b", 100));
        _ = returning.Refund(1);
        Assert.Equal("7.00 EUR", returning.Buys("c", 100));

        var trailing = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR").AtMostRewards(1, per: TimeFrame.InTheLast(TimePeriod.Days(30)), roomReturns: true)));
        _ = trailing.Buys("a", 9);
        Assert.Equal(string.Empty, trailing.Buys("b", 9));
        _ = trailing.Refund(1);
        Assert.Equal("10.00 EUR", trailing.Buys("c", 9));
    }

    [Fact]
    public void Budget_that_is_used_up_is_told_once_and_never_exceeded()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR")).RewardReferee(r => r.Flat(5, "EUR")).Budget(32, "EUR"));

        Assert.Equal("10.00 EUR + 5.00 EUR", deal.Buys("a", 9));
        Assert.Equal("10.00 EUR + 5.00 EUR", deal.Buys("b", 9));
        Assert.Equal(string.Empty, deal.Buys("c", 9));
        Assert.Equal("reward.budget_used_up + reward.budget_used_up", deal.Reasons());
        _ = deal.Buys("d", 9);
        var told = Assert.Single(deal.Scenario.Facts, fact => fact.Kind == FactKind.BudgetExhausted);
        Assert.Equal("32.00 EUR", told.Amount!.Value.ToString());
    }

    [Fact]
    public void Budget_that_closes_the_program_ends_new_referrals_only()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR")).Budget(10, "EUR", BudgetExhaustion.Close));
        _ = deal.Buys("a", 9);
        _ = deal.Buys("b", 9);

        var late = deal.Scenario.SignUp("c", "alice");
        Assert.Equal("sign_up.referral_refused", late.Code);
        Assert.Equal("guard.program_budget_used_up", late.Facts.Single(fact => fact.Kind == FactKind.ReferralRefused).Code);
        Assert.Contains("used up", late.Explanation.ToParticipantText(), StringComparison.Ordinal);

        var open = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR")).Budget(10, "EUR"));
        _ = open.Buys("a", 9);
        _ = open.Buys("b", 9);
        Assert.Equal("sign_up.referred", open.Scenario.SignUp("c", "alice").Code);
    }

    [Fact]
    public void Caps_over_two_trailing_times_are_counted_apart()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR")
            .AtMost(25, "EUR", per: TimeFrame.InTheLast(TimePeriod.Days(7)), roomReturns: true).AtMost(20, "EUR", per: TimeFrame.InTheLast(TimePeriod.Days(30)))));

        Assert.Equal(["10.00 EUR", "10.00 EUR", ""], Enumerable.Range(1, 3).Select(i => deal.Buys($"c{i}", 9)));
        _ = deal.Refund(1);
        Assert.Equal(string.Empty, deal.Buys("d", 9));
    }

    [Fact]
    public void Cap_of_a_trailing_time_holds_around_a_conversion_that_is_reported_days_late()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR").AtMost(15, "EUR", per: TimeFrame.InTheLast(TimePeriod.Days(2)))));

        Assert.Equal("10.00 EUR", deal.Buys("a", 9, "2026-03-02T10:00:00Z"));
        Assert.Equal("10.00 EUR", deal.Buys("b", 9, "2026-03-12T10:00:00Z"));
        Assert.Equal("5.00 EUR", deal.Buys("late", 9, "2026-03-03T10:00:00Z"));
    }

    [Fact]
    public void Sum_of_the_tax_year_waits_only_above_the_threshold()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR")).TaxThreshold(20, "EUR"));
        _ = deal.Buys("a", 9);
        _ = deal.Buys("b", 9);
        Assert.Equal("20.00 EUR", deal.Scenario.Available("alice", "EUR").ToString());

        _ = deal.Buys("c", 9);
        Assert.Equal(("20.00 EUR", "10.00 EUR"), (deal.Scenario.Available("alice", "EUR").ToString(), deal.Scenario.Pending("alice", "EUR").ToString()));
    }

    [Fact]
    public void Reward_that_is_given_in_parts_counts_once()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR").DonatedTo("trees", 40).AtMostRewards(2)));

        Assert.Equal(["6.00 EUR + 4.00 EUR", "6.00 EUR + 4.00 EUR", ""], Enumerable.Range(1, 3).Select(i => deal.Buys($"c{i}", 9)));
    }

    [Fact]
    public void Refund_in_part_leaves_a_conversion_in_the_count()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => t.From(1, 10, "EUR").From(3, 15, "EUR"))));
        Assert.Equal(["10.00 EUR", "10.00 EUR"], Enumerable.Range(1, 2).Select(i => deal.Buys($"c{i}", 9)));
        _ = deal.Refund(1, 8);

        Assert.Equal("15.00 EUR", deal.Buys("c3", 9));
        _ = deal.Refund(1);
        _ = deal.Refund(2);
        Assert.Equal("10.00 EUR", deal.Buys("c4", 9));
    }

    [Fact]
    public void Multiplied_rewards_are_rounded_as_the_program_says()
    {
        var away = new Deal(p => p.RewardReferrer(r => r.Flat(0.05m, "EUR").Times(1.5m, Condition.Always)));
        var down = new Deal(p => p.Round(RoundingMode.Down).RewardReferrer(r => r.Flat(0.05m, "EUR").Times(1.5m, Condition.Always)));

        Assert.Equal(("0.08 EUR", "0.07 EUR"), (away.Buys("a", 9), down.Buys("a", 9)));
    }

    [Fact]
    public void Count_that_decides_is_required_to_be_as_it_was_read()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => t.From(1, 10, "EUR").From(3, 15, "EUR"))));
        _ = deal.Buys("a", 9);
        _ = deal.Buys("b", 9);

        Assert.Contains(deal.Last.Changes, change => change.Key.Kind == RecordKind.Counter && change.Minimum == 2 && change.Maximum == 2);
    }
}
