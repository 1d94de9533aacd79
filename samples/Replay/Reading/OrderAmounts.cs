using Referrals;
using Replay.Tables;

namespace Replay.Reading;

/// <summary>Which sign an amount must have: refunds are below zero, sales and costs are not.</summary>
internal static class OrderAmounts
{
    public static bool IsRefund(Row row) => row.Text("kind") == "refund";

    public static Amount OfOrder(Row row, Unit? currency)
    {
        if (row.Id("kind") is not ("sale" or "refund" or "") and var kind)
        {
            row.Fault("kind", kind, "is not a valid kind of order", "Write sale or refund.");
            return default;
        }

        return IsRefund(row) ? OfRefund(row, currency) : NotNegative(row, currency);
    }

    public static Amount NotNegative(Row row, Unit? currency) =>
        row.RequiredAmount("amount", currency) is not { } amount ? default
        : !amount.IsNegative ? amount
        : Wrong(row, "is below zero", "Only refunds, which are orders of the kind refund, have negative amounts.");

    private static Amount OfRefund(Row row, Unit? currency) =>
        row.RequiredAmount("amount", currency) is not { } amount ? default
        : amount.IsNegative ? amount
        : Wrong(row, "is not below zero, though the order is a refund", "Write what went back as a negative amount.");

    private static Amount Wrong(Row row, string rule, string nextStep)
    {
        row.Fault("amount", row.Text("amount"), rule, nextStep);
        return default;
    }
}
