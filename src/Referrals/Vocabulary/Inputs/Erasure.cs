using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// A person is to be forgotten. It is reported by <c>ReferralEngine.EraseAsync</c>, which also forgets who the person was; the journal keeps
/// that somebody was erased.
/// </summary>
public sealed record Erasure : ReferralInputOf<Erasure>
{
    [JsonConstructor]
    internal Erasure()
    {
    }

    /// <summary>The person, under the name that stands in the store.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    internal override string DerivedKey => KeyText.Of("erase", Customer.Value);

    /// <summary>Asks for a person to be forgotten.</summary>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public static Erasure Of(CustomerId customer) => new() { Customer = InputText.Check(customer) };
}
