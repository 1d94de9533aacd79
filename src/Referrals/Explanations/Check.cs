using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Referrals.Explanations;

/// <summary>One step of a decision: what was looked at, what was found, what would have been enough.</summary>
public sealed record Check
{
    /// <summary>A check that is filled in by its members.</summary>
    public Check()
    {
    }

    [SetsRequiredMembers]
    private Check(string code, Verdict verdict, CheckValue actual, CheckValue required)
    {
        Code = code;
        Verdict = verdict;
        Found = actual;
        Needed = required;
    }

    /// <summary>The stable machine code, such as <c>condition.amount</c>. Never reused for another meaning.</summary>
    public required string Code { get; init; }

    /// <summary>How the check ended.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What was found, in English; <c>null</c> where there was nothing. <see cref="Explanation.ToText(ReferralTexts)"/> tells it in other languages.</summary>
    [JsonIgnore]
    public string? Actual
    {
        get => Found.ToString();
        init => Found = CheckValue.Text(value);
    }

    /// <summary>What is required, in English; <c>null</c> where nothing is.</summary>
    [JsonIgnore]
    public string? Required
    {
        get => Needed.ToString();
        init => Needed = CheckValue.Text(value);
    }

    /// <summary>What was found.</summary>
    [JsonInclude]
    [JsonPropertyName("actual")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    internal CheckValue Found { get; init; }

    /// <summary>What is required.</summary>
    [JsonInclude]
    [JsonPropertyName("required")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    internal CheckValue Needed { get; init; }

    /// <summary>The incentive rule on whose behalf the check was made, if any.</summary>
    public string? Rule { get; init; }

    /// <summary>Whom that rule rewards; <c>null</c> for what concerns both sides.</summary>
    public Side? Side { get; init; }

    /// <summary>Who of several gets the reward that is asked about; <c>null</c> where one does.</summary>
    [JsonInclude]
    internal CustomerId? Owner { get; init; }

    /// <summary>The checks that this one is made of.</summary>
    [JsonIgnore]
    public IReadOnlyList<Check> Children { get; init; } = [];

    /// <summary>The same as it is stored: most checks are made of no others, and say nothing of it.</summary>
    [JsonInclude]
    [JsonPropertyName("children")]
    internal IReadOnlyList<Check>? Parts
    {
        get => Children.Count == 0 ? null : Children;
        init => Children = value ?? [];
    }

    /// <summary>The check as one line for the operator, without those that it is made of: what was looked at, what was found, what is required.</summary>
    /// <param name="texts">The language.</param>
    public string ToText(ReferralTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return CheckText.Line(this, new PhraseWriter(texts, Referrals.Side.Referee, zone: null), texts);
    }

    /// <summary>Whether the check did not fail.</summary>
    internal bool Held => Verdict != Verdict.Failed;

    /// <summary>The innermost failed check that comes first: the reason to name.</summary>
    internal Check Reason
    {
        get
        {
            foreach (var child in Children)
            {
                if (!child.Held)
                {
                    return child.Reason;
                }
            }

            return this;
        }
    }

    /// <summary>What a customer is told of a check that failed: of alternatives and lines that they all failed, not why the first did.</summary>
    internal Check Told
    {
        get
        {
            if (Code is "condition.any" or "condition.any_line" or "condition.every_line")
            {
                return this;
            }

            foreach (var child in Children)
            {
                if (!child.Held)
                {
                    return child.Told;
                }
            }

            return this;
        }
    }

    /// <summary>Whether two checks say the same; how their values are held does not matter.</summary>
    public bool Equals(Check? other) => other is not null
        && Code == other.Code
        && Verdict == other.Verdict
        && Rule == other.Rule
        && Side == other.Side
        && Owner == other.Owner
        && Found.Equals(other.Found)
        && Needed.Equals(other.Needed)
        && Children.SequenceEqual(other.Children);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Verdict, Rule, Side, Children.Count);

    /// <summary>The check as an explanation shows it in English, with those that it is made of; its code where nothing is to be shown.</summary>
    public override string ToString() => ExplanationText.Of(this) is { Length: > 0 } text ? text : Code;

    /// <summary>A check that asks for something.</summary>
    internal static Check Of(string code, bool passed, CheckValue actual, CheckValue required) =>
        new(code, passed ? Verdict.Passed : Verdict.Failed, actual, required);

    /// <summary>A check that only tells.</summary>
    internal static Check Note(string code, CheckValue actual = default, CheckValue required = default) =>
        new(code, Verdict.Noted, actual, required);

    /// <summary>A check that others make up.</summary>
    internal static Check Tree(
        string code,
        Verdict verdict,
        IReadOnlyList<Check> children,
        string? rule = null,
        CheckValue actual = default,
        Side? side = null,
        CustomerId? owner = null) => new(code, verdict, actual, default) { Children = children, Rule = rule, Side = side, Owner = owner };
}

/// <summary>How a check ended.</summary>
public enum Verdict
{
    /// <summary>What was required was there.</summary>
    Passed = 0,

    /// <summary>What was required was not there.</summary>
    Failed = 1,

    /// <summary>Nothing was required; the check tells what was found or done.</summary>
    Noted = 2,
}
