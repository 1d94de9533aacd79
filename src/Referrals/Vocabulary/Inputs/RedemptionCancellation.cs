using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// What a customer paid with rewards is cancelled, in whole or in part: the rewards that were used are available again, with the expiry that they had.
/// </summary>
/// <remarks>
/// The rewards that were used last come back first, so that what stays redeemed is what a smaller redemption would have taken. What the customer owes
/// by then is set off first; a reward that was taken back meanwhile does not become available again. A reward whose time is over comes back and expires.
/// </remarks>
public sealed record RedemptionCancellation : ReferralInputOf<RedemptionCancellation>
{
    [JsonConstructor]
    internal RedemptionCancellation()
    {
    }

    /// <summary>The application's id of the cancellation.</summary>
    [JsonInclude]
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The application's id of the redemption.</summary>
    [JsonInclude]
    public string RedemptionId { get; internal init; } = string.Empty;

    /// <summary>How much of it; <c>null</c> for all that is still redeemed.</summary>
    [JsonInclude]
    public Amount? Amount { get; internal init; }

    internal override string DerivedKey => KeyText.Of("redemption-cancellation", RedemptionId, Id);

    /// <summary>Reports that all that is still redeemed of a redemption is given back.</summary>
    /// <param name="id">The application's id of the cancellation: 1 to 128 characters, unique among those of the redemption.</param>
    /// <param name="redemptionId">The application's id of the redemption.</param>
    /// <exception cref="ArgumentException">An id is empty or too long.</exception>
    public static RedemptionCancellation Of(string id, string redemptionId) =>
        new() { Id = InputText.Check(id), RedemptionId = InputText.Check(redemptionId) };

    /// <summary>Reports that a part of a redemption is given back.</summary>
    /// <param name="id">The application's id of the cancellation: 1 to 128 characters, unique among those of the redemption.</param>
    /// <param name="redemptionId">The application's id of the redemption.</param>
    /// <param name="amount">How much; above zero.</param>
    /// <exception cref="ArgumentException">An id is empty or too long, or the amount is not above zero.</exception>
    public static RedemptionCancellation Of(string id, string redemptionId, Amount amount) => InputText.Reported(amount).IsZero
        ? throw new ArgumentException("A cancellation of zero gives nothing back; leave it out.", nameof(amount))
        : Of(id, redemptionId) with { Amount = amount };
}
