using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>What the application knows of a customer has changed: the segment, or attributes that conditions ask for.</summary>
public sealed record CustomerUpdate : ReferralInputOf<CustomerUpdate>
{
    [JsonConstructor]
    internal CustomerUpdate()
    {
    }

    /// <summary>The customer.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>The new segment; <c>null</c> to leave it as it is.</summary>
    [JsonInclude]
    public string? Segment { get; internal init; }

    /// <summary>Attributes that are new or have changed; the others stay.</summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, string> Attributes { get; internal init => field = value.ToValueMap(); } = InputAttributes.None;

    /// <remarks>The same update may come again later, so the time is part of the key.</remarks>
    internal override string DerivedKey => KeyText.Of(
        "update", Stamp, Customer.Value, ContentHash.Of([Segment, .. Attributes.SelectMany(static each => (string[])[each.Key, each.Value])]));

    /// <summary>Reports that something has changed; say then what.</summary>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public static CustomerUpdate Of(CustomerId customer) => new() { Customer = InputText.Check(customer) };

    /// <summary>The same update with the customer's segment: 1 to 128 characters.</summary>
    public CustomerUpdate InSegment(string segment) => this with { Segment = InputText.Check(segment) };

    /// <summary>The same update with one more attribute. An attribute given again is replaced.</summary>
    /// <param name="name">The name, by which conditions ask for it: 1 to 128 characters.</param>
    /// <param name="value">
    /// The value, which a customer may have typed: blank it is left out, beyond 128 characters it is cut, and control characters become blanks;
    /// the explanation says so.
    /// </param>
    /// <exception cref="ArgumentException">The name is not a valid name.</exception>
    public CustomerUpdate With(string name, string? value)
    {
        var (attributes, changes) = InputAttributes.With(Attributes, TextChanges, name, value);
        return this with { Attributes = attributes, TextChanges = changes };
    }
}
