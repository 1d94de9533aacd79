using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>The passing of time for one reward: its hold is over. The engine reports it itself when it is told how late it is.</summary>
internal sealed record Vesting : ReferralInputOf<Vesting>
{
    [JsonConstructor]
    internal Vesting()
    {
    }

    /// <summary>The reward.</summary>
    [JsonInclude]
    public RewardId Reward { get; internal init; }

    /// <remarks>The time is part of the key: a report that came too early and was refused must not stand in the way of a later one.</remarks>
    internal override string DerivedKey => KeyText.Of("vest", Stamp, Reward.Value);

    /// <summary>Reports that a reward's hold is over.</summary>
    /// <exception cref="ArgumentException">The reward is <c>default</c>.</exception>
    public static Vesting Of(RewardId reward) => new() { Reward = InputText.Check(reward) };
}

/// <summary>
/// The passing of time for a reward in review: the deadline is over, and nobody has decided. The engine reports it itself when it is
/// told how late it is.
/// </summary>
internal sealed record ReviewDeadline : ReferralInputOf<ReviewDeadline>
{
    [JsonConstructor]
    internal ReviewDeadline()
    {
    }

    /// <summary>The reward.</summary>
    [JsonInclude]
    public RewardId Reward { get; internal init; }

    internal override string DerivedKey => KeyText.Of("deadline", Stamp, Reward.Value);

    /// <summary>Reports that the deadline of a reward's review is over.</summary>
    /// <exception cref="ArgumentException">The reward is <c>default</c>.</exception>
    public static ReviewDeadline Of(RewardId reward) => new() { Reward = InputText.Check(reward) };
}

/// <summary>
/// The passing of time for what a customer holds of a unit: rewards expire, and what is owed is set off against what was earned since.
/// The engine reports it itself when it is told how late it is.
/// </summary>
internal sealed record Expiration : ReferralInputOf<Expiration>
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

/// <summary>
/// A person is to be forgotten. It is reported by <c>ReferralEngine.EraseAsync</c>, which also forgets who the person was; the journal keeps
/// that somebody was erased.
/// </summary>
internal sealed record Erasure : ReferralInputOf<Erasure>
{
    [JsonConstructor]
    internal Erasure()
    {
    }

    /// <summary>The person, under the name that stands in the store.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>Why, for the operator; <c>null</c> for nothing to say.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; internal init; }

    internal override string DerivedKey => KeyText.Of("erase", Customer.Value);

    /// <summary>Asks for a person to be forgotten.</summary>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public static Erasure Of(CustomerId customer) => new() { Customer = InputText.Check(customer) };

    /// <summary>The same erasure with why it was asked for.</summary>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public Erasure Because(string reason)
    {
        var (text, changes) = Reasoned(reason);
        return this with { Reason = text, TextChanges = changes };
    }
}
