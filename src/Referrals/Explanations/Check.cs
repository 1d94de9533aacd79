namespace Referrals.Explanations;

/// <summary>One step of a decision: what was looked at, what was found, what would have been enough.</summary>
public sealed record Check
{
    /// <summary>The stable machine code, such as <c>condition.amount</c>. Never reused for another meaning.</summary>
    public required string Code { get; init; }

    /// <summary>How the check ended.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What was found, as text; <c>null</c> where there was nothing.</summary>
    public string? Actual { get; init; }

    /// <summary>What is required, as text; <c>null</c> where nothing is.</summary>
    public string? Required { get; init; }

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

    /// <summary>A check that asks for something.</summary>
    internal static Check Of(string code, bool passed, string? actual, string? required) => new()
    {
        Code = code,
        Verdict = passed ? Verdict.Passed : Verdict.Failed,
        Actual = actual,
        Required = required,
    };

    /// <summary>A check that only tells.</summary>
    internal static Check Note(string code, string? actual = null, string? required = null) =>
        new() { Code = code, Verdict = Verdict.Noted, Actual = actual, Required = required };
}
