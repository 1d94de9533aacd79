using Referrals.Explanations;

namespace Referrals;

/// <summary>An application's own incentive rule, registered by name so that programs in C# and in JSON can use it.</summary>
/// <remarks>
/// It is a pure function: no clock, no randomness, no I/O; the same context gives the same grant, for ever, or replays of the
/// history would differ from what was decided. It is called by many threads at once. It is asked only when the conditions of its
/// incentive hold; the incentive's cap and hold apply to what it grants.
/// </remarks>
/// <example><code>
/// public sealed class TenPercentRoundedUp : IIncentiveRule
/// {
///     public IncentiveGrant Grant(QualificationContext context) => context.Amount is { } amount
///         ? IncentiveGrant.Of(Amount.Of(decimal.Ceiling(amount.Value / 10), amount.Unit))
///         : IncentiveGrant.None("no_amount");
/// }
/// </code></example>
public interface IIncentiveRule
{
    /// <summary>What a conversion earns by this rule, in the unit that the incentive names; or nothing, with a reason.</summary>
    /// <remarks>
    /// Called once for each conversion, or once for each person rewarded where <see cref="History"/> names numbers, on everything that the context
    /// promises. Only a conflict with another worker makes it be asked again.
    /// </remarks>
    IncentiveGrant Grant(QualificationContext context);

    /// <summary>The numbers that the rule reads from <see cref="QualificationContext.History"/>.</summary>
    /// <value>Empty by default. Counting begins with the first version of the program that uses the rule.</value>
    IReadOnlyList<Measure> History => [];
}

/// <summary>What an incentive rule answers: an amount, or nothing with a reason.</summary>
public sealed record IncentiveGrant
{
    private const int MaxLength = 256;

    private IncentiveGrant(Amount? amount, string? reason, CheckValue found = default, CheckValue needed = default)
    {
        Amount = amount;
        Reason = reason;
        Found = found;
        Needed = needed;
    }

    /// <summary>What is granted; <c>null</c> for nothing.</summary>
    public Amount? Amount { get; }

    /// <summary>Why nothing is granted; <c>null</c> where something is.</summary>
    public string? Reason { get; }

    /// <summary>What was found instead, for the operator; <c>null</c> where something is granted or the reason says it all.</summary>
    public string? Actual => Found.ToString();

    /// <summary>What would have been enough, for the operator; <c>null</c> where something is granted or it goes without saying.</summary>
    public string? Required => Needed.ToString();

    internal CheckValue Found { get; }

    internal CheckValue Needed { get; }

    /// <summary>Grants an amount.</summary>
    /// <exception cref="ArgumentException">The amount is <c>default</c> or negative.</exception>
    public static IncentiveGrant Of(Amount amount) => new(InputText.NotNegative(amount), null);

    /// <summary>Grants nothing.</summary>
    /// <param name="reason">A stable code of your own, shown in explanations; cut after 128 characters, so that a long one ends no checkout.</param>
    /// <param name="found">What was found, without personal data: it is stored with the decision; cut at 256 characters.</param>
    /// <param name="required">What would have been enough; cut at 256 characters.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public static IncentiveGrant None(string reason, string? found = null, string? required = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new IncentiveGrant(null, TextRule.Opaque.Tidy(reason).Text ?? "no_reason", Cut(found), Cut(required));
    }

    /// <summary>Such as <c>8.00 EUR</c>, or <c>nothing: no_margin (-2.00 EUR, required above 0)</c>.</summary>
    public override string ToString()
    {
        string[] details = [.. new[] { Actual, Required is { } needed ? $"required {needed}" : null }.OfType<string>()];
        return Amount is { } amount ? amount.ToString()
            : details.Length == 0 ? $"nothing: {Reason}"
            : $"nothing: {Reason} ({string.Join(", ", details)})";
    }

    internal static IncentiveGrant Failed(Exception cause) => new(null, CustomRuleFailure.Reason, CustomRuleFailure.Found(cause));

    private static CheckValue Cut(string? text) => CheckValue.Text(text is { Length: > MaxLength } ? text[..MaxLength] : text);
}

/// <summary>Finds the application's incentive rules by name.</summary>
internal interface IIncentiveBook
{
    IIncentiveRule Incentive(CustomUse use);
}
