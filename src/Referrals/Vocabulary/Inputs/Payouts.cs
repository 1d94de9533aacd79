using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals;

/// <summary>
/// A payout to a customer is started: the amount is set aside until the application reports that the money has arrived
/// (<see cref="PayoutConfirmation"/>) or never will (<see cref="PayoutFailure"/>).
/// </summary>
/// <remarks>
/// A customer has at most one payout of a unit on its way in each batch. After it has ended, the same batch can be started again: what has
/// failed is tried again, what was confirmed is not, and only what is available by then is set aside. A refusal is not kept: start again
/// when its reason may be gone.
/// </remarks>
public sealed record PayoutStart : ReferralInputOf<PayoutStart>
{
    [JsonConstructor]
    internal PayoutStart()
    {
    }

    /// <summary>The application's name of the batch, such as <c>2026-03</c>.</summary>
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

    /// <summary>Only what was earned before this instant is paid; <c>null</c> for all.</summary>
    [JsonInclude]
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? EarnedBefore { get; internal init; }

    /// <summary>Whether another system has sent the money, so that the program's minimum and fee do not apply.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsSentElsewhere { get; internal init; }

    /// <summary>Which payout of the batch to the customer it is, from 1; 0 until what is stored was asked.</summary>
    [JsonInclude]
    internal int Attempt { get; init; }

    /// <summary>The payout that it starts; <c>null</c> until what is stored was asked.</summary>
    [JsonInclude]
    internal PayoutId? Payout { get; init; }

    internal override string DerivedKey => KeyText.Of(
        "payout_start", Batch, Unit.ToString(), Customer.Value, Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A payout of all that a customer has available.</summary>
    /// <param name="batch">The application's name of the batch: 1 to 128 characters.</param>
    /// <param name="customer">Who is paid.</param>
    /// <param name="unit">In which unit.</param>
    /// <exception cref="ArgumentException">An argument is <c>default</c>, empty or too long.</exception>
    public static PayoutStart Of(string batch, CustomerId customer, Unit unit) =>
        new() { Batch = InputText.Check(batch), Customer = InputText.Check(customer), Unit = InputText.Check(unit) };

    /// <summary>A payout of a part. A batch pays a customer a stated amount once: start another batch to pay it again.</summary>
    /// <exception cref="ArgumentException">An argument is <c>default</c>, empty or too long, or the amount is not above zero.</exception>
    public static PayoutStart Of(string batch, CustomerId customer, Amount amount) => InputText.Reported(amount).IsZero
        ? throw new ArgumentException("A payout of zero pays nothing; leave it out.", nameof(amount))
        : Of(batch, customer, amount.Unit) with { Amount = amount };

    /// <summary>The same payout of only what was earned before an instant, such as the end of the month that the batch pays.</summary>
    /// <remarks>A reward is earned at the conversion that it is for, however long it was held or in review. What was earned later is carried over.</remarks>
    /// <param name="end">The first instant that does not count; cut to whole microseconds.</param>
    public PayoutStart OnlyEarnedBefore(Instant end) => this with { EarnedBefore = end.ToMicroseconds() };

    /// <summary>
    /// The same payout as one that another system has sent already, such as before an import: neither the minimum of the program nor its fee applies.
    /// Confirm it at once, or it stands on the list of what is to be sent.
    /// </summary>
    public PayoutStart SentElsewhere() => this with { IsSentElsewhere = true };

    /// <summary>The same start as the next payout of its batch to the customer: the identity that what is stored gives it.</summary>
    internal PayoutStart After(long payouts, Partition partition)
    {
        var attempt = checked((int)payouts + 1);
        return this with { Attempt = attempt, Payout = IdOf(partition, attempt) };
    }

    /// <summary>The id of a payout of the batch. Its parts are hashed with their lengths: no two payouts share an id, whatever the texts hold.</summary>
    internal PayoutId IdOf(Partition partition, int attempt) =>
        PayoutId.From($"{ContentHash.Of(partition.ToString(), Batch, Customer.Value, Unit.ToString())}-1").Numbered(attempt);
}

/// <summary>The money of a payout has arrived.</summary>
public sealed record PayoutConfirmation : ReferralInputOf<PayoutConfirmation>
{
    [JsonConstructor]
    internal PayoutConfirmation()
    {
    }

    /// <summary>The payout.</summary>
    [JsonInclude]
    public PayoutId Payout { get; internal init; }

    /// <summary>How the operator knows, such as the bank's reference; <c>null</c> for nothing to say.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; internal init; }

    internal override string DerivedKey => KeyText.Of("payout_confirm", Payout.Value);

    /// <summary>Reports that the money of a payout has arrived.</summary>
    /// <param name="payout">The payout, as the list of open payouts names it.</param>
    /// <exception cref="ArgumentException">The payout is <c>default</c>.</exception>
    public static PayoutConfirmation Of(PayoutId payout) => new() { Payout = InputText.Check(payout) };

    /// <summary>Reports that the money of a payout has arrived, and how the operator knows.</summary>
    /// <param name="payout">The payout, as the list of open payouts names it.</param>
    /// <param name="reason">How it is known, for the operator: 1 to 128 characters, such as the bank's reference. Customers do not read it.</param>
    /// <exception cref="ArgumentException">The payout is <c>default</c>, or the reason is empty.</exception>
    public static PayoutConfirmation Of(PayoutId payout, string reason)
    {
        var input = Of(payout);
        var (text, changes) = input.Reasoned(reason);
        return input with { Reason = text, TextChanges = changes };
    }
}

/// <summary>The money of a payout could not be sent and never will be under this id: the amount is available again.</summary>
public sealed record PayoutFailure : ReferralInputOf<PayoutFailure>
{
    [JsonConstructor]
    internal PayoutFailure()
    {
    }

    /// <summary>The payout.</summary>
    [JsonInclude]
    public PayoutId Payout { get; internal init; }

    /// <summary>Why, for the operator.</summary>
    [JsonInclude]
    public string Reason { get; internal init; } = string.Empty;

    internal override string DerivedKey => KeyText.Of("payout_fail", Payout.Value);

    /// <summary>Reports that a payout has failed.</summary>
    /// <param name="payout">The payout, as the list of open payouts names it.</param>
    /// <param name="reason">Why, for the operator: 1 to 128 characters. Customers do not read it.</param>
    /// <exception cref="ArgumentException">The payout is <c>default</c>, or the reason is empty or too long.</exception>
    public static PayoutFailure Of(PayoutId payout, string reason)
    {
        var input = new PayoutFailure { Payout = InputText.Check(payout) };
        var (text, changes) = input.Reasoned(reason);
        return input with { Reason = text, TextChanges = changes };
    }
}

/// <summary>
/// The money of a payout that was confirmed has come back from the bank: the amount is available again. Of a payout that is still on its
/// way it says the same as a <see cref="PayoutFailure"/>.
/// </summary>
public sealed record PayoutReturn : ReferralInputOf<PayoutReturn>
{
    [JsonConstructor]
    internal PayoutReturn()
    {
    }

    /// <summary>The payout.</summary>
    [JsonInclude]
    public PayoutId Payout { get; internal init; }

    /// <summary>Why, for the operator.</summary>
    [JsonInclude]
    public string Reason { get; internal init; } = string.Empty;

    internal override string DerivedKey => KeyText.Of("payout_return", Payout.Value);

    /// <summary>Reports that the money of a payout has come back.</summary>
    /// <param name="payout">The payout.</param>
    /// <param name="reason">Why, for the operator: 1 to 128 characters. Customers do not read it.</param>
    /// <exception cref="ArgumentException">The payout is <c>default</c>, or the reason is empty or too long.</exception>
    public static PayoutReturn Of(PayoutId payout, string reason)
    {
        var input = new PayoutReturn { Payout = InputText.Check(payout) };
        var (text, changes) = input.Reasoned(reason);
        return input with { Reason = text, TextChanges = changes };
    }
}

/// <summary>How far a payout is.</summary>
public enum PayoutStatus
{
    /// <summary>The amount is set aside; the application sends the money.</summary>
    Open = 0,

    /// <summary>The money has arrived.</summary>
    Paid = 1,

    /// <summary>The money could not be sent; the amount is available again.</summary>
    Failed = 2,

    /// <summary>The money had arrived and came back; the amount is available again.</summary>
    Returned = 3,
}
