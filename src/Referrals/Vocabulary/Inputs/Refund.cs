using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A conversion was refunded, whole or in part. What the program says about refunds then happens to its rewards.</summary>
public sealed record Refund : ReferralInputOf<Refund>
{
    [JsonConstructor]
    internal Refund()
    {
    }

    /// <summary>The application's id of the refund, unique in the program.</summary>
    [JsonInclude]
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The conversion that is refunded.</summary>
    [JsonInclude]
    public string ConversionId { get; internal init; } = string.Empty;

    /// <summary>What went back, as a positive amount; <c>null</c> for all that is left of the conversion.</summary>
    [JsonInclude]
    public Amount? Amount { get; internal init; }

    /// <summary>The margin that was lost with it; <c>null</c> where it is not known.</summary>
    [JsonInclude]
    public Amount? Margin { get; internal init; }

    internal override string DerivedKey => KeyText.Of("refund", Id);

    /// <summary>Reports a refund of a part.</summary>
    /// <param name="id">The application's id of the refund: 1 to 128 characters, unique in the program.</param>
    /// <param name="conversionId">The conversion that is refunded.</param>
    /// <param name="amount">What went back, as a positive amount.</param>
    /// <exception cref="ArgumentException">An id is empty or too long, or the amount is not above zero.</exception>
    public static Refund Of(string id, string conversionId, Amount amount) => InputText.Reported(amount).IsZero
        ? throw new ArgumentException("A refund of zero changes nothing; leave it out.", nameof(amount))
        : new Refund { Id = InputText.Check(id), ConversionId = InputText.Check(conversionId), Amount = amount };

    /// <summary>Reports a refund of all that is left of a conversion.</summary>
    /// <exception cref="ArgumentException">An id is empty or too long.</exception>
    public static Refund OfWhole(string id, string conversionId) =>
        new() { Id = InputText.Check(id), ConversionId = InputText.Check(conversionId) };

    /// <summary>The same refund with the margin that was lost, in the unit of the conversion; may be negative.</summary>
    public Refund WithMargin(Amount margin) => this with { Margin = InputText.Bounded(margin) };
}
