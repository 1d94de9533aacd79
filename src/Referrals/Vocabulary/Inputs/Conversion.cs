using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// A customer did something of worth: a named event such as <c>purchase</c>, <c>subscription.renewed</c> or <c>deal.won</c>, with or without
/// an amount. Report the conversions of all customers: only then are "first purchase" and the KPIs right.
/// </summary>
public sealed record Conversion : ReferralInputOf<Conversion>
{
    [JsonConstructor]
    internal Conversion()
    {
    }

    /// <summary>Whose conversion.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>The application's id of the conversion, such as the order's number; unique in the program.</summary>
    [JsonInclude]
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The name of the event; compared exactly.</summary>
    [JsonInclude]
    public string Name { get; internal init; } = string.Empty;

    /// <summary>
    /// What it was worth, if that is known: what the customer pays, discounts taken off, tax and shipping included; not negative. Which of
    /// these parts count is said by the program's <c>AmountBase</c>.
    /// </summary>
    [JsonInclude]
    public Amount? Amount { get; internal init; }

    /// <summary>The discounts that were taken off the amount; <c>null</c> for none.</summary>
    [JsonInclude]
    public Amount? Discount { get; internal init; }

    /// <summary>All tax in the amount, that on shipping included; <c>null</c> for none.</summary>
    [JsonInclude]
    public Amount? Tax { get; internal init; }

    /// <summary>The shipping in the amount, with the tax on it that <see cref="ShippingTax"/> names; <c>null</c> for none.</summary>
    [JsonInclude]
    public Amount? Shipping { get; internal init; }

    /// <summary>The tax within <see cref="Shipping"/>; <c>null</c> where shipping carries no tax, or is stated without it.</summary>
    [JsonInclude]
    public Amount? ShippingTax { get; internal init; }

    /// <summary>What somebody else keeps of the amount, such as a marketplace or a payment service; <c>null</c> for nothing.</summary>
    [JsonInclude]
    public Amount? Fee { get; internal init; }

    /// <summary>The lines of the order, if the program's rules ask for products.</summary>
    [JsonInclude]
    public IReadOnlyList<ProductLine> Lines { get; internal init => field = ValueSequence.Of(value); } = ValueSequence<ProductLine>.Empty;

    /// <summary>The larger whole that this is a payment of, such as a deal; <c>null</c> for none.</summary>
    [JsonInclude]
    public string? Deal { get; internal init; }

    /// <summary>What that whole is worth.</summary>
    [JsonInclude]
    public Amount? DealAmount { get; internal init; }

    /// <summary>The margin in it, in the unit of the amount; may be negative.</summary>
    [JsonInclude]
    public Amount? Margin { get; internal init; }

    /// <summary>What else the program's conditions may ask for, such as a product line.</summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, string> Attributes { get; internal init => field = value.ToValueMap(); } = InputAttributes.None;

    /// <summary>What the application learnt of the customer with this conversion, such as the card that paid; <c>null</c> for nothing.</summary>
    [JsonInclude]
    public PersonSignals? Signals { get; internal init; }

    /// <summary>Whether another system has rewarded it already, so that it earns nothing here.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRewardedElsewhere { get; internal init; }

    internal override string DerivedKey => KeyText.Of("conversion", Id);

    /// <summary>Reports a conversion.</summary>
    /// <param name="customer">Whose conversion.</param>
    /// <param name="id">The application's id, such as the order's number: 1 to 128 characters, unique in the program.</param>
    /// <param name="name">The name of the event, such as <c>purchase</c>: 1 to 128 characters.</param>
    /// <param name="amount">What it was worth, if that is known; not negative.</param>
    /// <exception cref="ArgumentException">An id is <c>default</c>, empty or too long, or the amount is negative.</exception>
    public static Conversion Of(CustomerId customer, string id, string name, Amount? amount = null) => new()
    {
        Customer = InputText.Check(customer),
        Id = InputText.Check(id),
        Name = InputText.Check(name),
        Amount = amount is { } value ? InputText.Reported(value, nameof(amount)) : null,
    };

    /// <summary>The same conversion with its margin.</summary>
    /// <exception cref="ArgumentException">The conversion has no amount, or the margin is in another unit.</exception>
    public Conversion WithMargin(Amount margin) => Amount is { } amount && amount.Unit == margin.Unit
        ? this with { Margin = InputText.Bounded(margin) }
        : throw new ArgumentException($"The margin {margin} must be in the unit of the conversion's amount, '{Amount}'.", nameof(margin));

    /// <summary>The same conversion with what the application learnt of the customer; what is new in it goes through the guards.</summary>
    public Conversion With(PersonSignals signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        return this with { Signals = signals };
    }

    /// <summary>
    /// The same conversion as one that another system has rewarded already, by terms of its own: it is recorded and counted, and earns nothing.
    /// </summary>
    /// <remarks>For imports. What was granted there is granted here with <see cref="ManualReward"/>.</remarks>
    public Conversion RewardedElsewhere() => this with { IsRewardedElsewhere = true };

    /// <summary>The same conversion with the discounts that were taken off its amount.</summary>
    /// <exception cref="ArgumentException">The conversion has no amount, or the discount is negative or in another unit.</exception>
    public Conversion WithDiscount(Amount discount) => this with { Discount = PartOfAmount(discount, nameof(discount)) };

    /// <summary>The same conversion with the tax that its amount holds. What is left of an amount after more tax and shipping than it holds is zero.</summary>
    /// <exception cref="ArgumentException">The conversion has no amount, or the tax is negative or in another unit.</exception>
    public Conversion WithTax(Amount tax) => this with { Tax = PartOfAmount(tax, nameof(tax)) };

    /// <summary>
    /// The same conversion with the shipping that its amount holds. A voucher may have paid for more than the goods: what is left of an amount
    /// after more tax and shipping than it holds is zero.
    /// </summary>
    /// <param name="shipping">What the customer pays for shipping.</param>
    /// <param name="tax">
    /// The tax within <paramref name="shipping"/>. Leave it out where shipping carries no tax, and where <paramref name="shipping"/> is stated without its
    /// tax: the tax is then counted once, with <see cref="WithTax"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The conversion has no amount, a value is negative or in another unit, or the tax is more than the shipping that it is within.
    /// </exception>
    public Conversion WithShipping(Amount shipping, Amount? tax = null) => this with
    {
        Shipping = PartOfAmount(shipping, nameof(shipping)),
        ShippingTax = tax is not { } within ? null
            : PartOfAmount(within, nameof(tax)).MinorUnits <= shipping.MinorUnits ? within
            : throw new ArgumentException($"The tax {within} is more than the shipping {shipping} that it is within.", nameof(tax)),
    };

    /// <summary>
    /// The same conversion with what somebody else keeps of its amount, such as the fee of a marketplace or a payment service. Programs leave it out with
    /// <see cref="AmountBase.WithFee"/>, so that a commission is paid on what is earned.
    /// </summary>
    /// <exception cref="ArgumentException">The conversion has no amount, or the fee is negative or in another unit.</exception>
    public Conversion WithFee(Amount fee) => this with { Fee = PartOfAmount(fee, nameof(fee)) };

    /// <summary>The same conversion with one more line, at most 1,000.</summary>
    /// <exception cref="ArgumentException">The conversion has no amount, the line is in another unit, or there are too many.</exception>
    public Conversion WithLine(ProductLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        _ = PartOfAmount(line.Amount, nameof(line));
        return Lines.Count < MaxLines
            ? this with { Lines = ValueSequence.Of(Lines).Add(line) }
            : throw new ArgumentException($"A conversion has at most {MaxLines} lines; sum them up by product or category.", nameof(line));
    }

    /// <summary>The same conversion as a payment of a larger whole, such as an instalment of a deal.</summary>
    /// <param name="deal">The application's id of the whole: 1 to 128 characters, the same for all its payments.</param>
    /// <param name="total">What the whole is worth, above zero, in the unit of the conversion's amount.</param>
    /// <exception cref="ArgumentException">The conversion has no amount, or a value breaks these rules.</exception>
    public Conversion OfDeal(string deal, Amount total) => PartOfAmount(total, nameof(total)).IsZero
        ? throw new ArgumentException("A deal of zero has no parts to pay.", nameof(total))
        : this with { Deal = InputText.Check(deal), DealAmount = total };

    /// <summary>The same conversion with one more attribute. An attribute given again is replaced.</summary>
    /// <param name="name">The name, by which conditions ask for it: 1 to 128 characters.</param>
    /// <param name="value">
    /// The value, which a customer may have typed: blank it is left out, beyond 128 characters it is cut, and control characters become blanks;
    /// the explanation says so.
    /// </param>
    /// <exception cref="ArgumentException">The name is not a valid name.</exception>
    public Conversion With(string name, string? value)
    {
        var (attributes, changes) = InputAttributes.With(Attributes, TextChanges, name, value);
        return this with { Attributes = attributes, TextChanges = changes };
    }

    private const int MaxLines = 1_000;

    private Amount PartOfAmount(Amount part, string parameter) => Amount is { } amount && amount.Unit == InputText.Reported(part, parameter).Unit
        ? part
        : throw new ArgumentException($"The amount {part} must be in the unit of the conversion's amount, '{Amount}'.", parameter);
}

/// <summary>One line of an order: what was bought, how much of it, and for how much.</summary>
public sealed record ProductLine
{
    [JsonConstructor]
    internal ProductLine()
    {
    }

    /// <summary>What was bought: the application's id of the product.</summary>
    [JsonInclude]
    public string Sku { get; internal init; } = string.Empty;

    /// <summary>How many; 1 or more.</summary>
    [JsonInclude]
    public int Quantity { get; internal init; } = 1;

    /// <summary>What the whole line cost, in the unit of the order, after its discounts; not negative.</summary>
    [JsonInclude]
    public Amount Amount { get; internal init; }

    /// <summary>What else conditions may ask for, such as a category.</summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, string> Attributes { get; internal init => field = value.ToValueMap(); } = InputAttributes.None;

    /// <summary>Texts that are not kept as they were typed; <c>null</c> for none.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ValueListJsonConverter<TextChange>))]
    internal ValueList<TextChange>? TextChanges { get; init; }

    /// <summary>A line of an order.</summary>
    /// <param name="sku">The application's id of the product: 1 to 128 characters.</param>
    /// <param name="amount">What the whole line cost, after its discounts; not negative.</param>
    /// <param name="quantity">How many; 1 or more.</param>
    /// <exception cref="ArgumentException">A value breaks these rules.</exception>
    public static ProductLine Of(string sku, Amount amount, int quantity = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantity, 1);
        return new ProductLine { Sku = InputText.Check(sku), Amount = InputText.Reported(amount), Quantity = quantity };
    }

    /// <summary>The same line with one more attribute. An attribute given again is replaced.</summary>
    /// <param name="name">The name, by which conditions ask for it: 1 to 128 characters.</param>
    /// <param name="value">
    /// The value, which a customer may have typed: blank it is left out, beyond 128 characters it is cut, and control characters become blanks;
    /// the explanation says so.
    /// </param>
    /// <exception cref="ArgumentException">The name is not a valid name.</exception>
    public ProductLine With(string name, string? value)
    {
        var (attributes, changes) = InputAttributes.With(Attributes, TextChanges, name, value);
        return this with { Attributes = attributes, TextChanges = changes };
    }
}

/// <summary>Which parts of a conversion's amount count for conditions and rewards: the base of a program.</summary>
public sealed record AmountBase
{
    /// <summary>The amount as it is reported: discounts taken off, tax and shipping included. The default.</summary>
    public static AmountBase Paid { get; } = new();

    /// <summary>What the goods cost after discounts: without tax and shipping.</summary>
    public static AmountBase Net { get; } = new() { WithTax = false, WithShipping = false };

    /// <summary>Whether tax counts.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool WithTax { get; init; } = true;

    /// <summary>Whether shipping counts. Without it, neither shipping nor the tax within it counts.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool WithShipping { get; init; } = true;

    /// <summary>Whether the fee that somebody else keeps counts.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool WithFee { get; init; } = true;

    /// <summary>Whether discounts count as if they had been paid.</summary>
    /// <value>The default is <c>false</c>: after discounts.</value>
    public bool BeforeDiscount { get; init; }

    /// <summary>The part of a conversion's amount that counts, in smallest parts; zero where what does not count is more than the amount.</summary>
    internal long Of(Conversion conversion) => Math.Max(0, Exactly(conversion));

    /// <summary>Whether what does not count is more than the amount, as with a voucher that is larger than the goods.</summary>
    internal bool IsBelowZero(Conversion conversion) => conversion.Amount is not null && Exactly(conversion) < 0;

    private long Exactly(Conversion conversion) => checked(
        conversion.Amount!.Value.MinorUnits
        - (WithTax ? 0 : conversion.Tax?.MinorUnits ?? 0)
        - (WithShipping ? 0 : conversion.Shipping?.MinorUnits ?? 0)
        + (WithShipping || WithTax ? 0 : conversion.ShippingTax?.MinorUnits ?? 0)
        - (WithFee ? 0 : conversion.Fee?.MinorUnits ?? 0)
        + (BeforeDiscount ? conversion.Discount?.MinorUnits ?? 0 : 0));
}
