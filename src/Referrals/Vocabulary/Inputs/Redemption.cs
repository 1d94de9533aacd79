using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A customer uses rewards: pays with credit, exchanges points, takes free months. The oldest rewards go first.</summary>
public sealed record Redemption : ReferralInputOf<Redemption>
{
    [JsonConstructor]
    internal Redemption()
    {
    }

    /// <summary>The application's id of the redemption, such as the order that was paid with it. Unique in the program.</summary>
    [JsonInclude]
    public string Id { get; internal init; } = string.Empty;

    /// <summary>Who uses rewards.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>How much.</summary>
    [JsonInclude]
    public Amount Amount { get; internal init; }

    internal override string DerivedKey => KeyText.Of("redeem", Id);

    /// <summary>Reports a redemption.</summary>
    /// <param name="id">The application's id of the redemption: 1 to 128 characters, unique in the program.</param>
    /// <param name="customer">Who uses rewards.</param>
    /// <param name="amount">How much; above zero.</param>
    /// <exception cref="ArgumentException">An id is <c>default</c>, empty or too long, or the amount is not above zero.</exception>
    public static Redemption Of(string id, CustomerId customer, Amount amount) => InputText.Reported(amount).IsZero
        ? throw new ArgumentException("A redemption of zero uses nothing; leave it out.", nameof(amount))
        : new Redemption { Id = InputText.Check(id), Customer = InputText.Check(customer), Amount = amount };
}
