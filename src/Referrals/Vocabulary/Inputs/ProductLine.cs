using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>One line of an order: what was bought, how much of it, and for how much.</summary>
public sealed record ProductLine
{
    [JsonConstructor]
    internal ProductLine()
    {
    }

    /// <summary>What was bought: the host's id of the product.</summary>
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
    public IReadOnlyDictionary<string, string> Attributes { get; internal init; } = InputAttributes.None;

    /// <summary>Texts that are not kept as they were typed; <c>null</c> for none.</summary>
    [JsonInclude]
    internal ValueList<TextChange>? TextChanges { get; init; }

    /// <summary>A line of an order.</summary>
    /// <param name="sku">The host's id of the product: 1 to 128 characters.</param>
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
