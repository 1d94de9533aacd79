using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A customer becomes a referrer and gets a code. Enrolling again gives the same code.</summary>
public sealed record Enrollment : ReferralInputOf<Enrollment>
{
    [JsonConstructor]
    internal Enrollment()
    {
    }

    /// <summary>The referrer.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    internal override string DerivedKey => $"enroll:{Customer}";

    /// <summary>Enrols a customer.</summary>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public static Enrollment Of(CustomerId customer) => new() { Customer = InputText.Check(customer) };
}
