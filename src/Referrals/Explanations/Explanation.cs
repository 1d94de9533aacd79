namespace Referrals.Explanations;

/// <summary>
/// Why a decision came out as it did: every check with what was found and what was required. It is stored with the decision, so
/// "why did this person get 7.50?" can be answered from the decision alone, years later.
/// </summary>
public sealed record Explanation
{
    /// <summary>The program that decided.</summary>
    public required ProgramId Program { get; init; }

    /// <summary>The version of it.</summary>
    public required int ProgramVersion { get; init; }

    /// <summary>The decision's code.</summary>
    public required string Code { get; init; }

    /// <summary>The checks, in the order in which they were made.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }

    /// <summary>The explanation for the operator: everything, a line a check, indented as the checks are nested.</summary>
    public string ToText() => ExplanationText.ForOperator(this);

    /// <summary>The explanation for the customer that it is about: what happened and what would have been enough, no internals.</summary>
    public string ToParticipantText() => ExplanationText.ForParticipant(this);
}
