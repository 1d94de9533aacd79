using System.Text;

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

/// <summary>Writes explanations for people.</summary>
internal static class ExplanationText
{
    internal static string ForOperator(Explanation explanation)
    {
        var text = new StringBuilder()
            .Append(CheckText.Phrase(explanation.Code))
            .Append(" [").Append(explanation.Code).Append(", ").Append(explanation.Program)
            .Append(" version ").Append(explanation.ProgramVersion).Append(']');
        foreach (var check in explanation.Checks)
        {
            Append(text, check, depth: 1);
        }

        return text.ToString();
    }

    /// <summary>Only what the customer can see or do something about: the innermost reasons, each once.</summary>
    internal static string ForParticipant(Explanation explanation)
    {
        var outcome = explanation.Checks.FirstOrDefault(static check => check.Code == "conversion.reward_waits")
            ?? explanation.Checks.FirstOrDefault(check => string.Equals(check.Code, explanation.Code, StringComparison.Ordinal));
        var first = outcome is null ? CheckText.Participant(explanation.Code) : CheckText.Participant(outcome);
        var sentences = new List<string> { first ?? CheckText.Phrase(explanation.Code) + "." };
        var told = explanation.Checks.Where(static check => !check.Held).Select(static check => check.Told).ToArray();

        // That a rule asks for another event matters to nobody whom another rule rewards, or refuses for a reason of its own.
        var isRewarded = explanation.Checks.Any(static check => check is { Rule: not null, Verdict: Verdict.Passed });
        var telling = Array.FindAll(told, static check => check.Code != "condition.event");
        foreach (var check in telling.Length > 0 || isRewarded ? telling : told)
        {
            if (CheckText.Participant(check) is { } sentence && !sentences.Contains(sentence))
            {
                sentences.Add(sentence);
            }
        }

        return string.Join(' ', sentences);
    }

    private static void Append(StringBuilder text, Check check, int depth)
    {
        if (IsTransparent(check))
        {
            foreach (var child in check.Children)
            {
                Append(text, child, depth);
            }

            return;
        }

        _ = text.Append('\n').Append(' ', depth * 2).Append(Mark(check.Verdict)).Append(' ').Append(CheckText.Line(check));
        foreach (var child in check.Children)
        {
            Append(text, child, depth + 1);
        }
    }

    /// <summary>"All of these" around one condition or none says nothing of its own.</summary>
    private static bool IsTransparent(Check check) => check.Code == "condition.all" && check.Rule is null;

    private static char Mark(Verdict verdict) => verdict switch
    {
        Verdict.Passed => '+',
        Verdict.Failed => '-',
        _ => '*',
    };
}
