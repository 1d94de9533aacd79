using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals;

/// <summary>Somebody of the application's people grants a reward by hand: a gesture of goodwill, a correction, a prize.</summary>
/// <remarks>
/// It is a reward like any other, of the rule <see cref="Rule"/>: in the statement, the ledger, the KPIs and payouts. It stands outside of caps, budgets and
/// the tax threshold, and no refund takes it back. Beyond what the program says
/// (<see cref="ReferralProgram.ManualReviews"/>), it waits until a second person approves it.
/// </remarks>
/// <example><code>
/// await referrals.Reviews.GrantAsync(ManualReward.Of("ticket-4711", alice, Amount.Of(10, "EUR"), by: "eve", reason: "parcel lost"));
/// </code></example>
public sealed record ManualReward : ReferralInputOf<ManualReward>
{
    /// <summary>The rule under which rewards stand that were granted by hand. No rule of a program has this name.</summary>
    public const string Rule = "by-hand";

    [JsonConstructor]
    internal ManualReward()
    {
    }

    /// <summary>The application's id of the grant, such as that of a support ticket. Unique in the program.</summary>
    [JsonInclude]
    public string Id { get; internal init; } = string.Empty;

    /// <summary>Who gets it.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>How much.</summary>
    [JsonInclude]
    public Amount Amount { get; internal init; }

    /// <summary>Who grants it, as the application calls its people.</summary>
    [JsonInclude]
    public string By { get; internal init; } = string.Empty;

    /// <summary>Why. For the application's people only: participants never read it.</summary>
    [JsonInclude]
    public string Reason { get; internal init; } = string.Empty;

    /// <summary>The first instant at which it can no longer be used; <c>null</c> for never.</summary>
    [JsonInclude]
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? ExpiresAt { get; internal init; }

    /// <summary>Until when it is held; <c>null</c> for what can be used at once.</summary>
    [JsonInclude]
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Instant? HeldUntil { get; internal init; }

    /// <summary>The reward that the grant makes.</summary>
    [JsonIgnore]
    public RewardId Reward => RewardId.From(KeyText.Bounded($"{Prefix}{KeyText.Part(Id)}"));

    /// <summary>How the ids of these rewards begin, and no others: no part of a key can hold a tilde.</summary>
    private const string Prefix = "~" + Rule + ":";

    /// <summary>Whether a reward was granted by hand.</summary>
    internal static bool IsMadeBy(RewardId? reward) => reward is { } id && id.Value.StartsWith(Prefix, StringComparison.Ordinal);

    internal override string DerivedKey => KeyText.Of("by-hand", Id);

    /// <summary>Grants a reward by hand.</summary>
    /// <param name="id">The application's id of the grant: 1 to 128 characters, unique in the program.</param>
    /// <param name="customer">Who gets it; known in the program.</param>
    /// <param name="amount">How much; above zero, in a unit in which a rule of the program pays.</param>
    /// <param name="by">Who grants it: 1 to 128 characters.</param>
    /// <param name="reason">Why; cut after 128 characters.</param>
    /// <exception cref="ArgumentException">An id or the reason is empty or too long, or the amount is not above zero.</exception>
    public static ManualReward Of(string id, CustomerId customer, Amount amount, string by, string reason)
    {
        if (InputText.Reported(amount).IsZero)
        {
            throw new ArgumentException("A reward of zero grants nothing; leave it out.", nameof(amount));
        }

        var input = new ManualReward
        {
            Id = InputText.Check(id),
            Customer = InputText.Check(customer),
            Amount = amount,
            By = InputText.Check(by),
        };
        var (text, changes) = input.Reasoned(reason);
        return input with { Reason = text, TextChanges = changes };
    }

    /// <summary>
    /// The same grant, to be used before an instant. One that would end before it begins, or before its hold does, is refused with
    /// <see cref="DecisionCodes.ManualRewardEndsFirst"/>.
    /// </summary>
    /// <param name="end">The first instant at which it can no longer be used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is before 1900, or not before the year 3000.</exception>
    public ManualReward ExpiringAt(Instant end) => this with { ExpiresAt = SupportedTime.Check(end) };

    /// <summary>The same grant, held until an instant, such as one of another system that was still in its waiting period there.</summary>
    /// <remarks>Until then it counts as pending, and a <see cref="Clawback"/> takes it back. One that waits for a second person is held after that as well.</remarks>
    /// <param name="end">The first instant at which it can be used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is before 1900, or not before the year 3000.</exception>
    public ManualReward HoldingUntil(Instant end) => this with { HeldUntil = SupportedTime.Check(end) };
}

/// <summary>Somebody of the application's people takes back by hand what is left of a reward.</summary>
/// <remarks>
/// What its owner has used of it already is owed, or written off, as after a refund. It is final: no correction of the order grants it again. To take back
/// a part, take back the whole and grant the rest by hand.
/// </remarks>
public sealed record Clawback : ReferralInputOf<Clawback>
{
    [JsonConstructor]
    internal Clawback()
    {
    }

    /// <summary>The reward.</summary>
    [JsonInclude]
    public RewardId Reward { get; internal init; }

    /// <summary>Who takes it back, as the application calls its people.</summary>
    [JsonInclude]
    public string By { get; internal init; } = string.Empty;

    /// <summary>Why. For the application's people only: participants never read it.</summary>
    [JsonInclude]
    public string Reason { get; internal init; } = string.Empty;

    internal override string DerivedKey => KeyText.Of("clawback", Reward.Value);

    /// <summary>Takes back what is left of a reward.</summary>
    /// <param name="reward">The reward.</param>
    /// <param name="by">Who takes it back: 1 to 128 characters.</param>
    /// <param name="reason">Why; cut after 128 characters.</param>
    /// <exception cref="ArgumentException">The reward is <c>default</c>, or a text is empty or too long.</exception>
    public static Clawback Of(RewardId reward, string by, string reason)
    {
        var input = new Clawback { Reward = InputText.Check(reward), By = InputText.Check(by) };
        var (text, changes) = input.Reasoned(reason);
        return input with { Reason = text, TextChanges = changes };
    }
}
