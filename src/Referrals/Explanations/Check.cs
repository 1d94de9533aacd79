using System.Diagnostics.CodeAnalysis;

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
        && Actual == other.Actual
        && Required == other.Required
        && Children.SequenceEqual(other.Children);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Verdict, Rule, Actual, Required, Children.Count);

    /// <summary>A check that asks for something.</summary>
    internal static Check Of(string code, bool passed, CheckValue actual, CheckValue required) =>
        new(code, passed ? Verdict.Passed : Verdict.Failed, actual, required);

    /// <summary>A check that only tells.</summary>
    internal static Check Note(string code, CheckValue actual = default, CheckValue required = default) =>
        new(code, Verdict.Noted, actual, required);

    /// <summary>A check that others make up.</summary>
    internal static Check Tree(string code, Verdict verdict, IReadOnlyList<Check> children, string? rule = null, CheckValue actual = default) =>
        new(code, verdict, actual, default) { Children = children, Rule = rule };
}
