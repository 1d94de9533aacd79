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

    /// <summary>The code that the referrer wants, if it is not to be a random one.</summary>
    [JsonInclude]
    public string? ChosenCode { get; internal init; }

    internal override string DerivedKey => ChosenCode is null ? $"enroll:{Customer}" : $"enroll:{Customer.Value.Length}:{Customer}:{ChosenCode}";

    /// <summary>Enrols a customer.</summary>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public static Enrollment Of(CustomerId customer) => new() { Customer = InputText.Check(customer) };

    /// <summary>The same enrolment with a code that the referrer chose, where the program lets referrers choose.</summary>
    /// <exception cref="ArgumentException">The code is empty or longer than 128 characters.</exception>
    public Enrollment WithChosenCode(string code) => this with { ChosenCode = InputText.Check(code) };
}
