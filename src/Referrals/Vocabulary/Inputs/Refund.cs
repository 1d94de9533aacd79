using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// A conversion was refunded, whole or in part. What the program says about refunds then happens to its rewards
/// (<see cref="RefundPolicy"/>).
/// </summary>
/// <remarks>
/// A refund says only an amount, or which parts went back. Of a refund that says only an amount, every part of the conversion (lines, shipping, tax,
/// discount, fee) shrinks in proportion. A refund that names parts names all that it touches: a part that is not named stays as it is.
/// </remarks>
/// <example><code>
/// Refund.Of("re_1", "order-17", Amount.Of(20m, "EUR"));                          // 20.00 EUR, of whatever it was
/// Refund.OfLine("re_2", "order-17", "shoes");                                    // one pair of shoes, at the price of its line
/// Refund.OfShipping("re_3", "order-17", Amount.Of(4.90m, "EUR"));                // the shipping alone
/// Refund.OfWhole("re_4", "order-17");                                            // all that is left
/// </code></example>
public sealed record Refund : ReferralInputOf<Refund>
{
    internal const int MaxLines = 1_000;

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

    /// <summary>
    /// What went back, as a positive amount. <c>null</c> for what the parts that are named cost; for all that is left of the conversion where no part
    /// is named.
    /// </summary>
    [JsonInclude]
    public Amount? Amount { get; internal init; }

    /// <summary>The margin that was lost with it; <c>null</c> where it is not known.</summary>
    [JsonInclude]
    public Amount? Margin { get; internal init; }

    /// <summary>The lines that went back; empty where none is named.</summary>
    [JsonInclude]
    public IReadOnlyList<RefundLine> Lines { get; internal init => field = ValueSequence.Of(value); } = ValueSequence<RefundLine>.Empty;

    /// <summary>The shipping that went back; <c>null</c> for none.</summary>
    [JsonInclude]
    public Amount? Shipping { get; internal init; }

    /// <summary>The tax within <see cref="Shipping"/>; <c>null</c> for none.</summary>
    [JsonInclude]
    public Amount? ShippingTax { get; internal init; }

    /// <summary>The tax in what went back, that on shipping included; <c>null</c> for none.</summary>
    [JsonInclude]
    public Amount? Tax { get; internal init; }

    /// <summary>The discount that belonged to what went back; <c>null</c> for none.</summary>
    [JsonInclude]
    public Amount? Discount { get; internal init; }

    /// <summary>The fee that was given back with it; <c>null</c> for none.</summary>
    [JsonInclude]
    public Amount? Fee { get; internal init; }

    internal override string DerivedKey => KeyText.Of("refund", Id);

    /// <summary>Whether the refund says which parts went back.</summary>
    internal bool NamesParts => Lines.Count > 0 || Shipping is not null || Tax is not null || Discount is not null || Fee is not null;

    /// <summary>Whether all that is left goes back.</summary>
    internal bool IsWhole => Amount is null && !NamesParts;

    /// <summary>The units of all that it says.</summary>
    internal IEnumerable<Amount> Amounts => new[] { Amount, Shipping, ShippingTax, Tax, Discount, Fee }
        .Concat(Lines.Select(static line => line.Amount))
        .OfType<Amount>();

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

    /// <summary>Reports a refund of a line. Its amount is what its lines, and its shipping where that is named too, cost.</summary>
    /// <param name="id">The application's id of the refund: 1 to 128 characters, unique in the program.</param>
    /// <param name="conversionId">The conversion that is refunded.</param>
    /// <param name="sku">The product of the line, as the conversion names it.</param>
    /// <param name="quantity">How many pieces went back; 1 or more.</param>
    /// <param name="amount">What they cost; <c>null</c> for their share of the conversion's line.</param>
    /// <exception cref="ArgumentException">A value breaks these rules.</exception>
    public static Refund OfLine(string id, string conversionId, string sku, int quantity = 1, Amount? amount = null) =>
        OfWhole(id, conversionId) with { Lines = ValueSequence<RefundLine>.Empty.Add(RefundLine.Of(sku, quantity, amount)) };

    /// <summary>Reports a refund of shipping.</summary>
    /// <param name="id">The application's id of the refund: 1 to 128 characters, unique in the program.</param>
    /// <param name="conversionId">The conversion that is refunded.</param>
    /// <param name="shipping">What went back for shipping.</param>
    /// <param name="tax">The tax within it, as in <see cref="Conversion.WithShipping"/>.</param>
    /// <exception cref="ArgumentException">A value is negative or in another unit, or the tax is more than the shipping.</exception>
    public static Refund OfShipping(string id, string conversionId, Amount shipping, Amount? tax = null) =>
        (OfWhole(id, conversionId) with { Shipping = InputText.Reported(shipping) }).WithShipping(shipping, tax);

    /// <summary>Reports a refund of tax alone, such as for a customer who turned out to be exempt.</summary>
    /// <param name="id">The application's id of the refund: 1 to 128 characters, unique in the program.</param>
    /// <param name="conversionId">The conversion that is refunded.</param>
    /// <param name="tax">The tax that went back.</param>
    /// <exception cref="ArgumentException">A value breaks these rules.</exception>
    public static Refund OfTax(string id, string conversionId, Amount tax) => OfWhole(id, conversionId) with { Tax = InputText.Reported(tax) };

    /// <summary>The same refund with the margin that was lost, in the unit of the conversion; may be negative.</summary>
    public Refund WithMargin(Amount margin) => this with { Margin = InputText.Bounded(margin) };

    /// <summary>The same refund with a line that went back, at most 1,000.</summary>
    /// <param name="sku">The product of the line, as the conversion names it.</param>
    /// <param name="quantity">How many pieces went back; 1 or more.</param>
    /// <param name="amount">What they cost; <c>null</c> for their share of the conversion's line.</param>
    /// <exception cref="ArgumentException">A value breaks these rules, or there are too many lines.</exception>
    /// <exception cref="ArgumentException">The refund is of the whole, which has no parts to name.</exception>
    public Refund WithLine(string sku, int quantity = 1, Amount? amount = null) => Lines.Count < MaxLines
        ? Part() with { Lines = ValueSequence.Of(Lines).Add(RefundLine.Of(sku, quantity, amount)) }
        : throw new ArgumentException($"A refund has at most {MaxLines} lines; sum them up by product.", nameof(sku));

    /// <summary>The same refund with the shipping that went back.</summary>
    /// <param name="shipping">What went back for shipping.</param>
    /// <param name="tax">The tax within it, as in <see cref="Conversion.WithShipping"/>.</param>
    /// <exception cref="ArgumentException">A value is negative or in another unit, or the tax is more than the shipping.</exception>
    /// <exception cref="ArgumentException">The refund is of the whole, which has no parts to name.</exception>
    public Refund WithShipping(Amount shipping, Amount? tax = null) => Part() with
    {
        Shipping = InputText.Reported(shipping),
        ShippingTax = tax is not { } within ? null
            : InputText.Reported(within).Unit == shipping.Unit && within.MinorUnits <= shipping.MinorUnits ? within
            : throw new ArgumentException($"The tax {within} is more than the shipping {shipping} that it is within.", nameof(tax)),
    };

    /// <summary>The same refund with the tax in what went back.</summary>
    /// <exception cref="ArgumentException">The tax is negative.</exception>
    /// <exception cref="ArgumentException">The refund is of the whole, which has no parts to name.</exception>
    public Refund WithTax(Amount tax) => Part() with { Tax = InputText.Reported(tax) };

    /// <summary>The same refund with the discount that belonged to what went back.</summary>
    /// <exception cref="ArgumentException">The discount is negative.</exception>
    /// <exception cref="ArgumentException">The refund is of the whole, which has no parts to name.</exception>
    public Refund WithDiscount(Amount discount) => Part() with { Discount = InputText.Reported(discount) };

    /// <summary>The same refund with the fee that was given back with it.</summary>
    /// <exception cref="ArgumentException">The fee is negative.</exception>
    /// <exception cref="ArgumentException">The refund is of the whole, which has no parts to name.</exception>
    public Refund WithFee(Amount fee) => Part() with { Fee = InputText.Reported(fee) };

    /// <summary>What a conversion keeps of a refund: its id, and what it says of amounts.</summary>
    internal Refund Kept() =>
        this with { ConversionId = string.Empty, ExplicitKey = null, OccurredAt = null, TextChanges = null, KeptKey = null };

    private Refund Part() => IsWhole
        ? throw new ArgumentException("A refund of the whole has no parts to name. Begin with Of, OfLine, OfShipping or OfTax.")
        : this;
}

/// <summary>A line of an order that went back.</summary>
public sealed record RefundLine
{
    [JsonConstructor]
    internal RefundLine()
    {
    }

    /// <summary>The product of the line, as the conversion names it.</summary>
    [JsonInclude]
    public string Sku { get; internal init; } = string.Empty;

    /// <summary>How many pieces went back; 1 or more.</summary>
    [JsonInclude]
    public int Quantity { get; internal init; } = 1;

    /// <summary>What they cost; <c>null</c> for their share of the conversion's line.</summary>
    [JsonInclude]
    public Amount? Amount { get; internal init; }

    internal static RefundLine Of(string sku, int quantity, Amount? amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantity, 1);
        var cost = amount is { } said ? InputText.Reported(said, nameof(amount)) : (Amount?)null;
        return new RefundLine { Sku = InputText.Check(sku), Quantity = quantity, Amount = cost };
    }
}
