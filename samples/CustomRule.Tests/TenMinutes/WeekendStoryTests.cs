using Referrals.Testing;

namespace ShopRules.Tests;

public class WeekendStoryTests
{
    [Fact]
    public void Weekend_is_rewarded_held_and_vests() => Story.Under(Shop.Program, Shop.Rules) // it begins on Sunday, 1 March 2026
        .Alice.Refers("bob")
        .OnDay(3).Bob.Buys("80.00 EUR").IsRefused("no_weekend")
        .OnDay(7).Bob.Buys("80.00 EUR").Grants("alice", "8.00 EUR")
        .Alice.HasPending("8.00 EUR").Until(day: 21)
        .OnDay(8).Refunds("order-2", "40.00 EUR").Alice.HasPending("4.00 EUR")
        .OnDay(21).Alice.HasAvailable("4.00 EUR");
}
