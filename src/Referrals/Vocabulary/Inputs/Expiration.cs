using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// The passing of time for what a customer holds of a unit: rewards expire, and what is owed is set off against what was earned since.
/// The engine reports it itself when it is told how late it is.
/// </summary>
public sealed record Expiration : ReferralInputOf<Expiration>
{
    [JsonConstructor]
    internal Expiration()
    {
    }

    /// <summary>Whose rewards.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>Of which unit.</summary>
    [JsonInclude]
    public Unit Unit { get; internal init; }

    internal override string DerivedKey => KeyText.Of("expire", Stamp, Unit.ToString(), Customer.Value);

    /// <summary>Reports that time has passed for a customer's rewards of a unit.</summary>
    /// <exception cref="ArgumentException">An argument is <c>default</c>.</exception>
    public static Expiration Of(CustomerId customer, Unit unit) =>
        new() { Customer = InputText.Check(customer), Unit = InputText.Check(unit) };
}
