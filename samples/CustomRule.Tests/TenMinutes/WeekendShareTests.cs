using Referrals;
using Referrals.Testing;

namespace ShopRules.Tests;

public class WeekendShareTests
{
    [Theory]
    [InlineData("2026-03-06T22:59:59Z", "nothing: no_weekend (Friday, required Saturday or Sunday)")]
    [InlineData("2026-03-06T23:00:00Z", "7.99 EUR")] // Saturday in Berlin
    [InlineData("2026-03-08T22:59:59Z", "7.99 EUR")]
    [InlineData("2026-03-08T23:00:00Z", "nothing: no_weekend (Monday, required Saturday or Sunday)")]
    [InlineData("2026-03-29T21:59:59Z", "7.99 EUR")] // the night in which summer time began
    [InlineData("2026-03-29T22:00:00Z", "nothing: no_weekend (Monday, required Saturday or Sunday)")]
    public void Weekend_is_that_of_berlin(string at, string granted) => Assert.Equal(
        granted, new WeekendShare(Percentage.Of(10)).Grant(ContextFor.Purchase(79.99m, "EUR").At(at).In("Europe/Berlin")).ToString());
}
