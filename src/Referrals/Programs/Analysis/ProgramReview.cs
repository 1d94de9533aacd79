using System.Globalization;
using System.Text;
using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// What a thoughtful reader would say about a program that is valid: rules that never give anything, limits that do not fit, invitations to abuse,
/// and terms that nobody will understand.
/// </summary>
/// <remarks>
/// What is said to be impossible is so, by the rules of this version and for what happens under it. No finding means only that none of these
/// checks found anything. Errors, which keep a program from being built at all, are a <see cref="ReferralProgramException"/> and not
/// repeated here. Immutable.
/// </remarks>
/// <example><code>
/// Assert.Empty(ProgramAnalysis.Of(program)
///     .Accept("review.no_hold", "Points are given for visits, which nobody refunds.")
///     .Findings);
/// </code></example>
public sealed class ProgramAnalysis
{
    private ProgramAnalysis(IReadOnlyList<AnalysisFinding> findings, IReadOnlyList<AcceptedFinding> accepted, double readingEase)
    {
        Findings = findings;
        Accepted = accepted;
        ReadingEase = readingEase;
    }

    /// <summary>The findings that nobody has accepted: warnings first, then in the order of the program.</summary>
    public IReadOnlyList<AnalysisFinding> Findings { get; }

    /// <summary>The findings that were accepted, each with the reason.</summary>
    public IReadOnlyList<AcceptedFinding> Accepted { get; }

    /// <summary>
    /// The reading ease of the referrer's English terms by Flesch (1948): 60 to 70 is plain English, below 50 is difficult, below 30 very difficult.
    /// It may be above 100 or below 0.
    /// </summary>
    public double ReadingEase { get; }

    /// <summary>Reviews a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="words">The English words of its terms, with the application's own; <c>null</c> for those that are built in.</param>
    public static ProgramAnalysis Of(ReferralProgram program, ReferralTexts? words = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        var said = words ?? ReferralTexts.English;
        var ease = Referrals.ReadingEase.Of(ProgramTerms.Of(program, Side.Referrer, said).Sections
            .SelectMany(static section => section.Sentences).Select(static sentence => sentence.Text));
        return new ProgramAnalysis(
            [.. ConditionChecks.Of(program).Concat(RewardChecks.Of(program)).Concat(AbuseChecks.Of(program)).Concat(ClarityChecks.Of(program, said, ease))
                .Distinct().OrderByDescending(static finding => finding.Severity)],
            [],
            ease);
    }

    /// <summary>The same analysis with findings of a code accepted, so that a test can ask for no others.</summary>
    /// <param name="code">The code of the findings, such as <c>review.no_hold</c>.</param>
    /// <param name="reason">Why they are accepted: what a colleague needs to know who reads the test.</param>
    /// <param name="path">Where the finding is, such as <c>$.incentives[0].hold</c>; <c>null</c> for all findings of the code.</param>
    /// <exception cref="ArgumentException">
    /// The reason is blank, or there is no such finding: an acceptance that is no longer needed would hide the next finding of its kind.
    /// </exception>
    public ProgramAnalysis Accept(string code, string reason, string? path = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var found = Findings.Where(finding => finding.Code == code && (path is null || finding.Path == path)).ToArray();
        if (found.Length == 0)
        {
            var place = path is null ? string.Empty : $" at '{path}'";
            var open = Findings.Count == 0 ? "There are no findings."
                : $"The findings are {string.Join(", ", Findings.Select(static finding => $"{finding.Code} at {finding.Path}"))}.";
            throw new ArgumentException($"There is no finding '{code}'{place} to accept; take the acceptance out. {open}", nameof(code));
        }

        return new ProgramAnalysis(
            [.. Findings.Except(found)], [.. Accepted, .. found.Select(finding => new AcceptedFinding(finding, reason))], ReadingEase);
    }

    /// <summary>One paragraph for each finding, for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var finding in Findings)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code} at {finding.Path}\n")
                .Append(CultureInfo.InvariantCulture, $"  {finding.Message}\n  {finding.Remedy}\n");
        }

        foreach (var (finding, reason) in Accepted.Select(static accepted => (accepted.Finding, accepted.Reason)))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"accepted {finding.Code} at {finding.Path}\n  {reason}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"Reading ease {ReadingEase:0}\n").ToString();
    }

    /// <summary>The same as <see cref="ToText"/>.</summary>
    public override string ToString() => ToText();
}

/// <summary>A finding that was accepted, and why.</summary>
public sealed record AcceptedFinding
{
    internal AcceptedFinding(AnalysisFinding finding, string reason)
    {
        Finding = finding;
        Reason = reason;
    }

    /// <summary>The finding.</summary>
    public AnalysisFinding Finding { get; }

    /// <summary>Why it is accepted.</summary>
    public string Reason { get; }
}

/// <summary>Something about a valid program that is unwise, contradicts itself, or can never happen.</summary>
public sealed record AnalysisFinding
{
    internal AnalysisFinding(string code, FindingSeverity severity, string path, string message, string remedy)
    {
        Code = code;
        Severity = severity;
        Path = path;
        Message = message;
        Remedy = remedy;
    }

    /// <summary>The stable machine code, such as <c>review.never_holds</c>.</summary>
    public string Code { get; }

    /// <summary>How much it weighs.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>Where it is, as a JSON path such as <c>$.incentives[0].cap</c>, also for programs built in C#.</summary>
    public string Path { get; }

    /// <summary>What was found, in a full sentence.</summary>
    public string Message { get; }

    /// <summary>How to mend it, in a full sentence.</summary>
    public string Remedy { get; }

    /// <summary>All of it in one line.</summary>
    public override string ToString() => $"{Severity.ToString().ToLowerInvariant()} {Path}: {Message} {Remedy} [{Code}]";
}

/// <summary>The codes of what a review can find.</summary>
internal static class AnalysisCodes
{
    internal const string NeverHolds = "review.never_holds";
    internal const string OutsideSchedule = "review.outside_schedule";
    internal const string NoTrigger = "review.no_trigger";
    internal const string AlwaysOutranked = "review.always_outranked";
    internal const string MoreThanPaid = "review.more_than_paid";
    internal const string UnreachableTier = "review.unreachable_tier";
    internal const string TierWithoutGain = "review.tier_without_gain";
    internal const string CapBelowReward = "review.cap_below_reward";
    internal const string CapNeverReached = "review.cap_never_reached";
    internal const string BudgetBelowReward = "review.budget_below_reward";
    internal const string ExpiresBeforeUse = "review.expires_before_use";
    internal const string WindowBeyondSchedule = "review.window_beyond_schedule";
    internal const string RewardAboveMinimum = "review.reward_above_minimum";
    internal const string NoSamePersonGuard = "review.no_same_person_guard";
    internal const string NoLimit = "review.no_limit";
    internal const string NoHold = "review.no_hold";
    internal const string TooManyTiers = "review.too_many_tiers";
    internal const string TooManyConditions = "review.too_many_conditions";
    internal const string HardToRead = "review.hard_to_read";
    internal const string MixedUnits = "review.mixed_units";
    internal const string NoWords = "review.no_words";
}
