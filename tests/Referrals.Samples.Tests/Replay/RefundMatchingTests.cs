using NodaTime;
using Replay.History;
using Replay.Importing;

namespace Referrals.Samples.Tests.Replay;

public sealed class RefundMatchingTests
{
    private static readonly Instant Start = Instant.FromUtc(2025, 5, 1, 0, 0);

    [Fact]
    public void Refund_belongs_to_the_latest_sale_of_the_same_amount()
    {
        Assert.Equal("s2", Match(Sale("s1", 1, 50), Sale("s2", 2, 50), Sale("s3", 3, 80), Refund("r", 4, 50))["r"]);
    }

    [Fact]
    public void Second_equal_refund_belongs_to_the_sale_before()
    {
        var matches = Match(Sale("s1", 1, 50), Sale("s2", 2, 50), Refund("r1", 3, 50), Refund("r2", 4, 50));

        Assert.Equal("s2", matches["r1"]);
        Assert.Equal("s1", matches["r2"]);
    }

    [Fact]
    public void Part_refund_belongs_to_the_latest_sale_with_enough_left()
    {
        var matches = Match(Sale("s1", 1, 90), Sale("s2", 2, 60), Refund("r1", 3, 40), Refund("r2", 4, 30), Refund("r3", 5, 20));

        Assert.Equal(["s2", "s1", "s2"], [matches["r1"], matches["r2"], matches["r3"]]);
    }

    [Fact]
    public void Refund_before_its_sale_or_of_too_much_matches_nothing()
    {
        Assert.Empty(Match(Refund("r1", 1, 50), Sale("s1", 2, 50), Refund("r2", 3, 51)));
    }

    [Fact]
    public void Refund_of_another_customer_or_currency_matches_nothing()
    {
        var stranger = Refund("r1", 3, 50) with { Customer = CustomerId.From("bob") };
        var euros = Refund("r2", 3, 50) with { Amount = Amount.Of(-50, "EUR") };

        Assert.Empty(Match(Sale("s1", 1, 50), stranger, euros));
    }

    [Fact]
    public void Named_sale_is_taken_at_its_word()
    {
        Assert.Equal("s1", Match(Sale("s1", 1, 90), Sale("s2", 2, 50), Refund("r", 3, 50) with { SaleId = "s1" })["r"]);
    }

    private static IReadOnlyDictionary<string, string> Match(params OrderRow[] orders) => RefundMatching.Match(orders);

    private static OrderRow Sale(string id, int day, decimal amount) => Order(id, day, amount, isRefund: false);

    private static OrderRow Refund(string id, int day, decimal amount) => Order(id, day, -amount, isRefund: true);

    private static OrderRow Order(string id, int day, decimal amount, bool isRefund) => new(
        id, CustomerId.From("ann"), Start + Duration.FromDays(day), Amount.Of(amount, "USD"), null, isRefund, "purchase", null, day);
}
