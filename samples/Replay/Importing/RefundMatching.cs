using Referrals;
using Replay.History;

namespace Replay.Importing;

/// <summary>
/// Finds the sale that each refund belongs to, for files that do not say. It is the latest earlier sale of the same customer
/// that has the same amount and has not been refunded yet; failing that, the latest of which enough is left. A file that has
/// the column <c>sale_id</c> is taken at its word.
/// </summary>
internal static class RefundMatching
{
    /// <returns>The sale's id by the refund's id; refunds that match nothing are not in it.</returns>
    public static IReadOnlyDictionary<string, string> Match(IReadOnlyList<OrderRow> orders)
    {
        var matches = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var ofCustomer in orders.GroupBy(static order => order.Customer).Where(static group => group.Any(static o => o.IsRefund)))
        {
            var sales = new List<OpenSale>();
            foreach (var order in ofCustomer.OrderBy(static order => order.At).ThenBy(static order => order.IsRefund))
            {
                if (!order.IsRefund)
                {
                    sales.Add(new OpenSale(order.Id, order.Amount));
                }
                else if (Find(sales, order) is { } sale)
                {
                    sale.Left += order.Amount;
                    matches.Add(order.Id, sale.Id);
                }
            }
        }

        return matches;
    }

    private static OpenSale? Find(List<OpenSale> sales, OrderRow refund)
    {
        var amount = -refund.Amount;
        return refund.SaleId is { } id
            ? sales.Find(sale => sale.Id == id)
            : sales.FindLast(sale => sale.Left == sale.Amount && sale.Amount == amount)
                ?? sales.FindLast(sale => sale.Left.Unit == amount.Unit && sale.Left >= amount);
    }

    private sealed class OpenSale(string id, Amount amount)
    {
        public string Id => id;

        public Amount Amount { get; } = amount;

        public Amount Left { get; set; } = amount;
    }
}
