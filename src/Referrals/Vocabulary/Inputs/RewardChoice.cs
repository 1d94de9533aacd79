using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A customer chose one of the rewards that a rule offers. It holds for what the rule grants from then on.</summary>
public sealed record RewardChoice : ReferralInputOf<RewardChoice>
{
    [JsonConstructor]
    internal RewardChoice()
    {
    }

    /// <summary>The customer.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>The rule.</summary>
    [JsonInclude]
    public string Rule { get; internal init; } = string.Empty;

    /// <summary>The option's name.</summary>
    [JsonInclude]
    public string Option { get; internal init; } = string.Empty;

    /// <remarks>A customer may choose back and forth, so the time is part of the key.</remarks>
    internal override string DerivedKey => KeyText.Of("choice", Stamp, Customer.Value, Rule, Option);

    /// <summary>Reports a choice.</summary>
    /// <param name="customer">Who chose.</param>
    /// <param name="rule">The name of the rule.</param>
    /// <param name="option">The name of the option.</param>
    /// <exception cref="ArgumentException">A value is <c>default</c>, empty or too long.</exception>
    public static RewardChoice Of(CustomerId customer, string rule, string option) =>
        new() { Customer = InputText.Check(customer), Rule = InputText.Check(rule), Option = InputText.Check(option) };
}
