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
        return Of(program, new AnalysisOptions { Words = words });
    }

    /// <summary>Reviews a program with what is known besides: the application's rules and lists, how long orders can be returned, the history.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">What is known besides.</param>
    public static ProgramAnalysis Of(ReferralProgram program, AnalysisOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        var said = options.Words ?? ReferralTexts.English;
        var ease = Referrals.ReadingEase.Of(ProgramTerms.Of(program, Side.Referrer, said).Sections
            .SelectMany(static section => section.Sentences).Select(static sentence => sentence.Text));
        var examples = new ExampleSearch(program, options.Rules);
        AnalysisFinding[] findings =
        [
            .. ConditionChecks.Of(program).Concat(RewardChecks.Of(program)).Concat(RuleRelations.Of(program)).Concat(SizeChecks.Of(program))
                .Concat(AbuseChecks.Of(program)).Concat(FarmingChecks.Of(program)).Concat(LifeChecks.Of(program, options))
                .Concat(NameChecks.Of(program, options))
                .Concat(ClarityChecks.Of(program, said, ease))
                .DistinctBy(static finding => (finding.Code, finding.Path, finding.Message)).OrderByDescending(static finding => finding.Severity),
        ];
        return new ProgramAnalysis([.. findings.Select(examples.WithExample)], [], ease);
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
                .Append(CultureInfo.InvariantCulture, $"  {finding.Message}\n");
            _ = finding is { Probe: not null, Example: { } example } ? text.Append(CultureInfo.InvariantCulture, $"  For example, {example}.\n") : text;
            _ = text.Append(CultureInfo.InvariantCulture, $"  {finding.Remedy}\n");
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

    /// <summary>
    /// Inputs that show it, checked by the program's own rules; <c>null</c> where none was found, such as for conditions of the application.
    /// </summary>
    public AnalysisExample? Example { get; internal init; }

    /// <summary>What an example has to show; <c>null</c> for any that earns the reward.</summary>
    internal FindingProbe? Probe { get; init; }

    /// <summary>Findings are equal if they say the same of the same place.</summary>
    public bool Equals(AnalysisFinding? other) => other is not null && Code == other.Code && Severity == other.Severity && Path == other.Path
        && Message == other.Message && Remedy == other.Remedy;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Path, Message);

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
    internal const string OutrankedUntilLimit = "review.outranked_until_limit";
    internal const string OverlappingRules = "review.overlapping_rules";
    internal const string GapBetweenRules = "review.gap_between_rules";
    internal const string GapBeforeFirstTier = "review.gap_before_first_tier";
    internal const string SidesExclude = "review.sides_exclude_each_other";
    internal const string ShadowedException = "review.shadowed_exception";
    internal const string FactorOfHundred = "review.factor_of_100";
    internal const string TinyShare = "review.tiny_share";
    internal const string AlwaysCeiling = "review.always_ceiling";
    internal const string BudgetOfFewRewards = "review.budget_of_few_rewards";
    internal const string BudgetSoonUsedUp = "review.budget_soon_used_up";
    internal const string NoMinimum = "review.no_minimum";
    internal const string KeptOnRefund = "review.kept_on_refund";
    internal const string PaidForNoCost = "review.paid_for_no_cost";
    internal const string ShortHold = "review.short_hold";
    internal const string PayoutOutOfReach = "review.payout_out_of_reach";
    internal const string SimilarNames = "review.similar_names";
    internal const string UnknownName = "review.unknown_name";
    internal const string UnknownList = "review.unknown_list";
    internal const string EmptyList = "review.empty_list";
}
