using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using NodaTime.Text;

namespace Referrals.Explanations;

/// <summary>One step of a decision: what was looked at, what was found, what would have been enough.</summary>
public sealed record Check
{
    private readonly CheckValue _actual;
    private readonly CheckValue _required;

    /// <summary>A check that is filled in by its members.</summary>
    public Check()
    {
    }

    [SetsRequiredMembers]
    private Check(string code, Verdict verdict, CheckValue actual, CheckValue required)
    {
        Code = code;
        Verdict = verdict;
        _actual = actual;
        _required = required;
    }

    /// <summary>The stable machine code, such as <c>condition.amount</c>. Never reused for another meaning.</summary>
    public required string Code { get; init; }

    /// <summary>How the check ended.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What was found, as text; <c>null</c> where there was nothing.</summary>
    public string? Actual
    {
        get => _actual.ToString();
        init => _actual = value;
    }

    /// <summary>What is required, as text; <c>null</c> where nothing is.</summary>
    public string? Required
    {
        get => _required.ToString();
        init => _required = value;
    }

    /// <summary>The incentive rule on whose behalf the check was made, if any.</summary>
    public string? Rule { get; init; }

    /// <summary>Whom that rule rewards; <c>null</c> for what concerns both sides.</summary>
    public Side? Side { get; init; }

    /// <summary>Who of several gets the reward that is asked about; <c>null</c> where one does.</summary>
    [JsonInclude]
    internal CustomerId? Owner { get; init; }

    /// <summary>The checks that this one is made of.</summary>
    public IReadOnlyList<Check> Children { get; init; } = [];

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
        && Actual == other.Actual
        && Required == other.Required
        && Children.SequenceEqual(other.Children);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Verdict, Rule, Actual, Required, Children.Count);

    /// <summary>The check as an explanation shows it, with those that it is made of; its code where nothing is to be shown.</summary>
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

/// <summary>
/// A value of a check that becomes text only when somebody reads it: most explanations are never read, and writing numbers and
/// times out is most of their cost. <c>default</c> is no value.
/// </summary>
internal readonly struct CheckValue
{
    /// <summary>The text itself, or what writes the number.</summary>
    private readonly object? _text;
    private readonly long _number;

    internal CheckValue(ValueText text, long number)
    {
        _text = text;
        _number = number;
    }

    private CheckValue(string? text) => _text = text;

    public static implicit operator CheckValue(string? text) => new(text);

    public override string? ToString() => _text is ValueText text ? text.Write(_number) : _text as string;
}

/// <summary>Writes a number as what it stands for. Made once, with the plan of a rule; pure.</summary>
internal abstract class ValueText
{
    /// <summary>A plain number.</summary>
    internal static ValueText Number { get; } = new NumberText(string.Empty);

    /// <summary>An instant, as ticks since 1970.</summary>
    internal static ValueText Instant { get; } = new InstantText();

    /// <summary>A number with a word behind it, such as <c>3 used</c>.</summary>
    internal static ValueText Counted(string word) => new NumberText(" " + word);

    /// <summary>Smallest parts of a unit, with a word behind it where one is given.</summary>
    internal static ValueText Of(Unit unit, string? word = null) => new AmountText(unit, word is null ? string.Empty : " " + word);

    internal CheckValue Of(long number) => new(this, number);

    internal abstract string Write(long number);

    private sealed class NumberText(string tail) : ValueText
    {
        internal override string Write(long number) => number.ToString(CultureInfo.InvariantCulture) + tail;
    }

    private sealed class AmountText(Unit unit, string tail) : ValueText
    {
        internal override string Write(long number) => Amount.FromMinorUnits(number, unit) + tail;
    }

    private sealed class InstantText : ValueText
    {
        internal override string Write(long number) =>
            InstantPattern.ExtendedIso.Format(NodaTime.Instant.FromUnixTimeTicks(number));
    }
}
