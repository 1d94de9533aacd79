using Referrals;
using Referrals.Testing;
using static Bookshop.Tests.Orders;

namespace Bookshop.Tests;

/// <summary>The rule alone: no engine, no store, no clock.</summary>
public sealed class MarginShareTests
{
    private static readonly MarginShare Fifth = new(Percentage.Of(20));

    [Fact]
    public void Share_of_all_lines_is_rounded_down_to_the_cent() => Assert.Equal(
        IncentiveGrant.Of(Amount.Of(5.99m, "EUR")), Fifth.Grant(ContextFor.Conversion(Order(80, (50, "30"), (30, "20.01")))));

    [Theory]
    [InlineData("80.00", "50.00", "6.00 EUR")]
    [InlineData("80.00", "79.96", "0.00 EUR")]
    [InlineData("80.00", "80.00", "nothing: no_margin (a margin of 0.00 EUR, required more than 0 EUR)")]
    [InlineData("80.00", "95.50", "nothing: no_margin (a margin of -15.50 EUR, required more than 0 EUR)")]
    [InlineData("80.00", "5O.00", "nothing: cost_unknown (no cost of book-0, required a number such as 12.50 for each line)")]
    [InlineData("80.00", null, "nothing: cost_unknown (no cost of book-0, required a number such as 12.50 for each line)")]
    [InlineData("80.00", "-1", "nothing: cost_unknown (no cost of book-0, required a number such as 12.50 for each line)")]
    public void Grant_by_price_and_cost(string price, string? cost, string granted)
    {
        var amount = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(granted, Fifth.Grant(ContextFor.Conversion(Order(amount, (amount, cost)))).ToString());
    }

    [Fact]
    public void One_line_that_loses_lowers_the_margin_of_the_others() => Assert.Equal(
        "3.00 EUR", Fifth.Grant(ContextFor.Conversion(Order(60, (50, "30"), (10, "15")))).ToString());

    [Fact]
    public void Ceiling_holds() => Assert.Equal(
        "4.00 EUR", new MarginShare(Percentage.Of(20), Amount.Of(4, "EUR")).Grant(ContextFor.Conversion(Order(80, (80, "50")))).ToString());

    [Fact]
    public void Order_without_lines_earns_nothing() => Assert.Equal("no_lines", Fifth.Grant(ContextFor.Purchase(80, "EUR")).Reason);

    /// <summary>Whatever an order holds, the reward is between nothing and the share of a margin that is not negative.</summary>
    [Fact]
    public void Reward_is_never_more_than_the_share_of_the_margin()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 5)).Select(_ => (Price: random.Next(1, 9_000) / 100m, Cost: random.Next(0, 9_000) / 100m)).ToArray();
            var order = Order(lines.Sum(static line => line.Price), [.. lines.Select(static line => (line.Price, (string?)Text(line.Cost)))]);

            var granted = Fifth.Grant(ContextFor.Conversion(order)).Amount?.Value ?? 0;

            Assert.InRange(granted, 0, Math.Max(0, lines.Sum(static line => line.Price - line.Cost) / 5));
        }

        static string Text(decimal value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
