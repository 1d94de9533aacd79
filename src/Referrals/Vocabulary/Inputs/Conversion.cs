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

    /// <summary>The host's id of the conversion, such as the order's number; unique in the program.</summary>
    [JsonInclude]
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The name of the event; compared exactly.</summary>
    [JsonInclude]
    public string Name { get; internal init; } = string.Empty;

    /// <summary>What it was worth, if that is known; not negative.</summary>
    [JsonInclude]
    public Amount? Amount { get; internal init; }

    /// <summary>The margin in it, in the unit of the amount; may be negative.</summary>
    [JsonInclude]
    public Amount? Margin { get; internal init; }

    /// <summary>What else the program's conditions may ask for, such as a product line.</summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, string> Attributes { get; internal init; } = NoAttributes;

    /// <summary>What the host learnt of the customer with this conversion, such as the card that paid; <c>null</c> for nothing.</summary>
    [JsonInclude]
    public PersonSignals? Signals { get; internal init; }

    private static readonly IReadOnlyDictionary<string, string> NoAttributes = new Dictionary<string, string>();

    internal override string DerivedKey => $"conversion:{Id}";

    /// <summary>Reports a conversion.</summary>
    /// <param name="customer">Whose conversion.</param>
    /// <param name="id">The host's id, such as the order's number: 1 to 128 characters, unique in the program.</param>
    /// <param name="name">The name of the event, such as <c>purchase</c>: 1 to 128 characters.</param>
    /// <param name="amount">What it was worth, if that is known; not negative.</param>
    /// <exception cref="ArgumentException">An id is <c>default</c>, empty or too long, or the amount is negative.</exception>
    public static Conversion Of(CustomerId customer, string id, string name, Amount? amount = null) => new()
    {
        Customer = InputText.Check(customer),
        Id = InputText.Check(id),
        Name = InputText.Check(name),
        Amount = amount is { } value ? InputText.NotNegative(value, nameof(amount)) : null,
    };

    /// <summary>The same conversion with its margin.</summary>
    /// <exception cref="ArgumentException">The conversion has no amount, or the margin is in another unit.</exception>
    public Conversion WithMargin(Amount margin) => Amount is { } amount && amount.Unit == margin.Unit
        ? this with { Margin = margin }
        : throw new ArgumentException($"The margin {margin} takes the unit of the conversion's amount, '{Amount}'.", nameof(margin));

    /// <summary>The same conversion with what the host learnt of the customer; what is new in it goes through the guards.</summary>
    public Conversion With(PersonSignals signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        return this with { Signals = signals };
    }

    /// <summary>The same conversion with one more attribute; name and value have 1 to 128 characters. A name given again is replaced.</summary>
    public Conversion With(string name, string value) => this with
    {
        Attributes = new SortedDictionary<string, string>(
            new Dictionary<string, string>(Attributes), StringComparer.Ordinal)
        {
            [InputText.Check(name)] = InputText.Check(value),
        },
    };
}
