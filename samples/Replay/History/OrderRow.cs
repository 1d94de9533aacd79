using NodaTime;
using Referrals;

namespace Replay.History;

/// <summary>A sale, or a refund with a negative amount.</summary>
/// <param name="Id">The order's id.</param>
/// <param name="Customer">Whose order.</param>
/// <param name="At">When.</param>
/// <param name="Amount">What was paid; below zero for a refund.</param>
/// <param name="Margin">The margin in it, if known; usually below zero for a refund.</param>
/// <param name="IsRefund">Whether it is a refund.</param>
/// <param name="Event">The name under which the sale is reported, <c>purchase</c> unless the file says another.</param>
/// <param name="SaleId">The sale that a refund belongs to, where the file says so.</param>
/// <param name="Line">The line of the file.</param>
internal sealed record OrderRow(
    string Id,
    CustomerId Customer,
    Instant At,
    Amount Amount,
    Amount? Margin,
    bool IsRefund,
    string Event,
    string? SaleId,
    int Line);
