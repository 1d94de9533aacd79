using System.Globalization;
using System.Text;

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
/// var review = ProgramAnalysis.Of(program);
/// Assert.DoesNotContain(review.Findings, finding => finding.Severity == FindingSeverity.Warning);
/// </code></example>
public sealed class ProgramAnalysis
{
    private ProgramAnalysis(IReadOnlyList<AnalysisFinding> findings, double readingEase)
    {
        Findings = findings;
        ReadingEase = readingEase;
    }

    /// <summary>The findings: warnings first, then in the order of the program.</summary>
    public IReadOnlyList<AnalysisFinding> Findings { get; }

    /// <summary>
    /// The reading ease of the referrer's English terms by Flesch (1948): 60 to 70 is plain English, below 50 is difficult, below 30 very difficult.
    /// It may be above 100 or below 0.
    /// </summary>
    public double ReadingEase { get; }

    /// <summary>Reviews a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="words">The English words of its terms, with the host's own; <c>null</c> for those that are built in.</param>
    public static ProgramAnalysis Of(ReferralProgram program, TermsWords? words = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        var said = words ?? TermsWords.English;
        var ease = Referrals.ReadingEase.Of(ProgramTerms.Of(program, Side.Referrer, said).Sections
            .SelectMany(static section => section.Sentences).Select(static sentence => sentence.Text));
        return new ProgramAnalysis(
            [.. ConditionChecks.Of(program).Concat(RewardChecks.Of(program)).Concat(AbuseChecks.Of(program)).Concat(ClarityChecks.Of(program, said, ease))
                .Distinct().OrderByDescending(static finding => finding.Severity)],
            ease);
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

        return text.Append(CultureInfo.InvariantCulture, $"Reading ease {ReadingEase:0}\n").ToString();
    }
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

/// <summary>How much a finding of a review weighs.</summary>
public enum FindingSeverity
{
    /// <summary>Worth a thought; many good programs have some.</summary>
    Note = 0,

    /// <summary>Most likely not what was meant, or an invitation to abuse.</summary>
    Warning = 1,
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
