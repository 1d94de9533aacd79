using System.Globalization;
using System.Text;
using Referrals.Programs;
using Referrals.Reviewing.Checks;
using Referrals.Terms;

namespace Referrals.Reviewing;

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
/// var review = ProgramReview.Of(program);
/// Assert.DoesNotContain(review.Findings, finding => finding.Severity == ReviewSeverity.Warning);
/// </code></example>
public sealed class ProgramReview
{
    private ProgramReview(IReadOnlyList<ReviewFinding> findings, double readingEase)
    {
        Findings = findings;
        ReadingEase = readingEase;
    }

    /// <summary>The findings: warnings first, then in the order of the program.</summary>
    public IReadOnlyList<ReviewFinding> Findings { get; }

    /// <summary>
    /// The reading ease of the referrer's English terms by Flesch (1948): 60 to 70 is plain English, below 50 is difficult, below 30 very difficult.
    /// It may be above 100 or below 0.
    /// </summary>
    public double ReadingEase { get; }

    /// <summary>Reviews a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="words">The English words of its terms, with the host's own; <c>null</c> for those that are built in.</param>
    public static ProgramReview Of(ReferralProgram program, TermsWords? words = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        var said = words ?? TermsWords.English;
        var ease = Reviewing.ReadingEase.Of(ProgramTerms.Of(program, Side.Referrer, said).Sections
            .SelectMany(static section => section.Sentences).Select(static sentence => sentence.Text));
        return new ProgramReview(
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
