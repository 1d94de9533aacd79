using Referrals;
using Referrals.Testing;
using static Bookshop.Tests.Orders;

namespace Bookshop.Tests;

/// <summary>The rules in the program, over time.</summary>
public sealed class StoryTests
{
    /// <summary>Alice refers Bob, who was born in March, in a program that gives a fifth of the margin.</summary>
    private static Story Begin(string start = "2026-03-01T09:00:00Z") => Story
        .Under(Shop.Program, Shop.Rules, NodaTime.Text.InstantPattern.General.Parse(start).Value)
        .Alice.Refers("bob", static bob => bob.With("birthMonth", "3"));

    private static Conversion Earning30(Conversion order) => With(order, (80, "50"));

    [Fact]
    public void Reward_is_held_and_vests() => Begin()
        .OnDay(3).Bob.Buys("80.00 EUR", Earning30).Grants("alice", "6.50 EUR")
        .Alice.HasPending("6.50 EUR").Until(day: 17)
        .OnDay(16, at: "23:59").Alice.HasAvailable("0.00 EUR")
        .OnDay(17).Alice.HasAvailable("6.50 EUR").Alice.HasPending("0.00 EUR");

    [Fact]
    public void Refund_takes_its_part_back_and_the_rest_of_it_all() => Begin()
        .OnDay(3).Bob.Buys("80.00 EUR", Earning30)
        .OnDay(5).Refunds("order-1", "40.00 EUR").Alice.HasPending("3.25 EUR")
        .OnDay(6).Refunds("order-1", "40.00 EUR").Alice.HasPending("0.00 EUR");

    [Fact]
    public void Refund_after_the_hold_takes_what_is_available() => Begin()
        .Bob.Buys("80.00 EUR", Earning30)
        .OnDay(20).Alice.HasAvailable("6.50 EUR").Refunds("order-1").Alice.HasAvailable("0.00 EUR");

    [Fact]
    public void Thanks_begin_anew_with_the_month_of_berlin() => Begin()
        .At("2026-03-31T20:00:00Z").Bob.Buys("20.00 EUR").Grants("alice", "0.50 EUR")
        .At("2026-03-31T21:59:00Z").Bob.Buys("20.00 EUR").Grants("alice", "0.75 EUR")
        .At("2026-03-31T22:00:00Z").Bob.Buys("20.00 EUR").Grants("alice", "0.50 EUR");

    [Fact]
    public void Birthday_ends_with_the_month_of_berlin() => Begin()
        .At("2026-03-31T22:00:00Z").Bob.Buys("20.00 EUR").Grants("bob", "0.00 EUR");

    [Fact]
    public void Birthday_is_rewarded_once_a_year() => Begin()
        .Bob.Buys("20.00 EUR").Grants("bob", "5.00 EUR")
        .OnDay(1).Bob.Buys("20.00 EUR").Grants("bob", "0.00 EUR")
        .OnDay(366).Bob.Buys("20.00 EUR").Grants("bob", "5.00 EUR");

    /// <summary>Fourteen days are elapsed time: over the change to summer time they end an hour later on the clock.</summary>
    [Fact]
    public void Hold_over_the_change_to_summer_time_ends_an_hour_later_on_the_clock() => Begin("2026-03-20T08:00:00Z")
        .Bob.Buys("80.00 EUR", Earning30).Alice.HasPending("6.50 EUR").Until(day: 14)
        .OnDay(14, at: "09:59").Alice.HasAvailable("0.00 EUR")
        .OnDay(14, at: "10:00").Alice.HasAvailable("6.50 EUR");

    [Fact]
    public void Order_below_the_minimum_earns_nothing() => Begin()
        .Bob.Buys("19.99 EUR", static order => With(order, (19.99m, "5"))).IsRefused("condition.amount");

    [Fact]
    public void Order_without_a_margin_earns_thanks_only() => Begin()
        .OnDay(60).Bob.Buys("20.00 EUR", static order => With(order, (20, "25"))).Grants("alice", "0.50 EUR");

    [Fact]
    public void Margins_of_a_month_earn_at_most_60_euros()
    {
        var story = Begin();
        for (var order = 0; order < 10; order++)
        {
            _ = story.OnDay(order + 1).Bob.Buys("80.00 EUR", static sold => With(sold, (80, "10")));
        }

        _ = story.Alice.HasPending("69.25 EUR"); // with 9.25 EUR of thanks
    }

    [Fact]
    public void Referral_within_a_household_waits_for_people() => Story.Under(Shop.Program, Shop.Rules)
        .Alice.Enrolls(static alice => alice.With("household", "h1"))
        .Alice.Refers("bob", static bob => bob.With("household", "h1"))
        .OnDay(1).Bob.Buys("80.00 EUR", Earning30).Alice.HasPending("6.50 EUR")
        .OnDay(30).Alice.HasAvailable("0.00 EUR").Alice.HasPending("0.00 EUR");

    [Fact]
    public void Explanation_says_what_each_rule_found() => Snapshot.Match(Begin()
        .OnDay(40).Bob.Buys("45.00 EUR", static order => With(order, (45, "48"))).Last.Explanation.ToText());
}
