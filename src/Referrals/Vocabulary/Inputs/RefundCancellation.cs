using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// A refund does not stand after all: a dispute was won, the money bounced, or it was reported by mistake. Rewards become again what the
/// conversion earns without it.
/// </summary>
/// <remarks>
/// What the refund took back is granted again by rewards of their own, as far as limits have room and nothing else has taken the place meanwhile: a
/// reward that is paid once for each friend is not paid twice because another order has earned it since.
/// </remarks>
public sealed record RefundCancellation : ReferralInputOf<RefundCancellation>
{
    [JsonConstructor]
    internal RefundCancellation()
    {
    }

    /// <summary>The application's id of the refund.</summary>
    [JsonInclude]
    public string RefundId { get; internal init; } = string.Empty;

    /// <summary>The conversion that was refunded.</summary>
    [JsonInclude]
    public string ConversionId { get; internal init; } = string.Empty;

    internal override string DerivedKey => KeyText.Of("refund-cancellation", ConversionId, RefundId);

    /// <summary>Reports that a refund does not stand. It may come before the refund, and before the conversion.</summary>
    /// <param name="refundId">The application's id of the refund.</param>
    /// <param name="conversionId">The conversion that was refunded.</param>
    /// <exception cref="ArgumentException">An id is empty or too long.</exception>
    public static RefundCancellation Of(string refundId, string conversionId) =>
        new() { RefundId = InputText.Check(refundId), ConversionId = InputText.Check(conversionId) };
}
