using Referrals;

namespace Bookshop.Tests;

/// <summary>Orders as the shop reports them.</summary>
internal static class Orders
{
    internal static Conversion Order(decimal price, params (decimal Price, string? Cost)[] lines)
    {
        var order = Conversion.Of(CustomerId.From("bob"), "order", "purchase", Amount.Of(price, "EUR"));
        return With(order, lines);
    }

    internal static Conversion With(Conversion order, params (decimal Price, string? Cost)[] lines) => lines.Select((line, n) => (line, n)).Aggregate(
        order,
        static (sold, one) => sold.WithLine(ProductLine.Of($"book-{one.n}", Amount.Of(one.line.Price, "EUR")).With("cost", one.line.Cost)));
}
