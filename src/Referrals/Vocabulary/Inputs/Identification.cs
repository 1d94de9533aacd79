using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// A visitor turned out to be a customer. The visitor's earlier touches then count as the customer's. One visitor belongs to one
/// customer for ever; a second, different customer is refused. A customer may have several visitors (devices).
/// </summary>
public sealed record Identification : ReferralInputOf<Identification>
{
    [JsonConstructor]
    internal Identification()
    {
    }

    /// <summary>The visitor.</summary>
    [JsonInclude]
    public VisitorId Visitor { get; internal init; }

    /// <summary>The customer that the visitor is.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    internal override string DerivedKey => KeyText.Of("identify", Visitor.Value, Customer.Value);

    /// <summary>Reports that a visitor is a customer.</summary>
    /// <exception cref="ArgumentException">An id is <c>default</c>.</exception>
    public static Identification Of(VisitorId visitor, CustomerId customer) =>
        new() { Visitor = InputText.Check(visitor), Customer = InputText.Check(customer) };
}
