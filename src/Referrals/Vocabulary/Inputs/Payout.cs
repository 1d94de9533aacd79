using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// Rewards are paid out to a customer, in two steps: the payout is started, which sets the amount aside, and then confirmed or failed by the
/// host, which alone knows whether the money has arrived. A customer has at most one payout of a unit in each batch.
/// </summary>
/// <example><code>
/// var payout = Payout.Of("2026-03", alice, Unit.Parse("EUR"));
/// await referrals.PayOutAsync(payout);                     // all that is available, if it reaches the program's minimum
/// await referrals.PayOutAsync(payout.Confirmed());         // or payout.Failed("the account is closed")
/// </code></example>
public sealed record Payout : ReferralInputOf<Payout>
{
    [JsonConstructor]
    internal Payout()
    {
    }

    /// <summary>The host's name of the batch, such as <c>2026-03</c>.</summary>
    [JsonInclude]
    public string Batch { get; internal init; } = string.Empty;

    /// <summary>Who is paid.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>In which unit.</summary>
    [JsonInclude]
    public Unit Unit { get; internal init; }

    /// <summary>How much, fee included where the customer bears it; <c>null</c> for all that is available.</summary>
    [JsonInclude]
    public Amount? Amount { get; internal init; }

    /// <summary>How far the payout is.</summary>
    [JsonInclude]
    public PayoutStep Step { get; internal init; }

    /// <summary>Why it failed, for the operator; <c>null</c> unless it did.</summary>
    [JsonInclude]
    public string? Reason { get; internal init; }

    internal override string DerivedKey => KeyText.Of("payout", Step.ToString(), Batch, Unit.ToString(), Customer.Value, ExplicitKey);

    /// <summary>A payout of all that a customer has available.</summary>
    /// <param name="batch">The host's name of the batch: 1 to 128 characters.</param>
    /// <param name="customer">Who is paid.</param>
    /// <param name="unit">In which unit.</param>
    /// <exception cref="ArgumentException">An argument is <c>default</c>, empty or too long.</exception>
    public static Payout Of(string batch, CustomerId customer, Unit unit) =>
        new() { Batch = InputText.Check(batch), Customer = InputText.Check(customer), Unit = InputText.Check(unit) };

    /// <summary>A payout of a part.</summary>
    /// <exception cref="ArgumentException">An argument is <c>default</c>, empty or too long, or the amount is not above zero.</exception>
    public static Payout Of(string batch, CustomerId customer, Amount amount) => InputText.NotNegative(amount).IsZero
        ? throw new ArgumentException("A payout of zero pays nothing; leave it out.", nameof(amount))
        : Of(batch, customer, amount.Unit) with { Amount = amount };

    /// <summary>The report that the money has arrived. The time and a key of its own are those of the report.</summary>
    public Payout Confirmed() => this with { Step = PayoutStep.Confirm, Amount = null, Reason = null, OccurredAt = null, ExplicitKey = null };

    /// <summary>The report that the money could not be sent or came back.</summary>
    /// <param name="reason">Why, for the operator: 1 to 128 characters. Customers do not read it.</param>
    /// <exception cref="ArgumentException">The reason is empty or too long.</exception>
    public Payout Failed(string reason) => this with
    {
        Step = PayoutStep.Fail,
        Amount = null,
        Reason = InputText.Check(reason),
        OccurredAt = null,
        ExplicitKey = null,
    };
}
