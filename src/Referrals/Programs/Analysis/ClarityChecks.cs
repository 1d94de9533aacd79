using System.Globalization;
using System.Text.RegularExpressions;
using Referrals.Explanations;

namespace Referrals;

/// <summary>What is hard to explain to customers.</summary>
internal static class ClarityChecks
{
    private const int MaxTiers = 4;
    private const int MaxConditions = 3;
    private const double LeastEase = 50;

    internal static IEnumerable<AnalysisFinding> Of(ReferralProgram program, ReferralTexts words, double ease)
    {
        var shared = RuleFacts.Parts(program.Qualification).Count();
        if (shared > MaxConditions)
        {
            yield return TooMany("$.qualify", shared);
        }

        foreach (var finding in Words(program.Qualification, "$.qualify", words))
        {
            yield return finding;
        }

        for (var i = 0; i < program.Incentives.Count; i++)
        {
            foreach (var finding in OfRule(new RuleFacts(program, i), shared, words))
            {
                yield return finding;
            }
        }

        if (ease < LeastEase)
        {
            yield return new(
                AnalysisCodes.HardToRead, FindingSeverity.Note, "$",
                string.Create(CultureInfo.InvariantCulture, $"The terms are hard to read: their reading ease by Flesch is {ease:0}, and plain English begins at 60."),
                "Give the events, conditions and rules short words of your own, and take out what is not needed.");
        }
    }

    private static IEnumerable<AnalysisFinding> OfRule(RuleFacts facts, int shared, ReferralTexts words)
    {
        var own = RuleFacts.Parts(facts.Rule.When).Count();
        if (shared <= MaxConditions && shared + own > MaxConditions)
        {
            yield return TooMany(facts.Path("when"), shared + own);
        }

        var steps = facts.Rule.AllFormulas.Max(static formula => formula switch
        {
            TieredFormula tiered => tiered.Table.Tiers.Count,
            MilestoneFormula milestones => milestones.Marks.Count,
            _ => 0,
        });
        if (steps > MaxTiers)
        {
            yield return new(
                AnalysisCodes.TooManyTiers, FindingSeverity.Note, facts.Path("reward"),
                string.Create(CultureInfo.InvariantCulture, $"'{facts.Rule.Name}' has {steps} steps; more than {MaxTiers} are hard to explain and to remember."),
                "Take out the steps that hardly anybody reaches.");
        }

        foreach (var rule in facts.Rule.AllFormulas.SelectMany(static formula => formula.CustomRules).Select(static use => use.Name).Where(rule => !words.TryText("rule." + rule, out _)).Distinct())
        {
            yield return NoWords(facts.Path("reward"), FindingSeverity.Warning, "rule", rule);
        }

        foreach (var finding in Words(facts.Rule.When, facts.Path("when"), words))
        {
            yield return finding;
        }

        var others = facts.Rule.Overrides.Select(static other => other.When).Concat(facts.Rule.Multipliers.Select(static multiplier => multiplier.When));
        foreach (var finding in others.SelectMany(when => Words(when, facts.Path(string.Empty).TrimEnd('.'), words)))
        {
            yield return finding;
        }
    }

    private static IEnumerable<AnalysisFinding> Words(Condition condition, string path, ReferralTexts words)
    {
        foreach (var name in condition.CustomNames.Distinct().Where(name => !words.TryText("condition." + name, out _)))
        {
            yield return NoWords(path, FindingSeverity.Warning, "condition", name);
        }

        var events = RuleFacts.Parts(condition).Select(static part => part switch
        {
            EventCondition happening => happening.Name,
            HappenedCondition happened => happened.Name,
            _ => null,
        });
        foreach (var name in events.OfType<string>().Distinct().Where(name => !words.TryText("event." + name, out _)))
        {
            yield return NoWords(path, FindingSeverity.Note, "event", name);
        }
    }

    private static AnalysisFinding TooMany(string path, int count) => new(
        AnalysisCodes.TooManyConditions, FindingSeverity.Note, path,
        string.Create(CultureInfo.InvariantCulture, $"There are {count} conditions for one reward; more than {MaxConditions} are hard to explain."),
        "Take out what a guard or a cap does already.");

    private static AnalysisFinding NoWords(string path, FindingSeverity severity, string kind, string name) => new(
        AnalysisCodes.NoWords, severity, path,
        $"There are no words for the {kind} '{name}', so the terms show its bare name.",
        $"Give them with ReferralTexts.With(\"{kind}.{name}\", ...).");
}

/// <summary>
/// The reading ease of an English text by Rudolf Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948), pages 221 to
/// 233: 206.835 - 1.015 x words per sentence - 84.6 x syllables per word. 60 to 70 is plain English, below 50 is difficult, below 30 very
/// difficult.
/// </summary>
/// <remarks>Syllables are counted by rule, not by a dictionary; figures and abbreviations count as one, as in Flesch's own directions.</remarks>
internal static partial class ReadingEase
{
    internal static double Of(IEnumerable<string> sentences)
    {
        var (words, syllables, count) = (0, 0, 0);
        foreach (var sentence in sentences)
        {
            var found = Word().Matches(sentence);
            if (found.Count > 0)
            {
                // A text may hold several sentences; one without a stop at its end is one too.
                count += Math.Max(1, Stop().Count(sentence));
                words += found.Count;
                syllables += found.Sum(static word => Syllables(word.Value));
            }
        }

        return count == 0 ? 100 : 206.835 - (1.015 * words / count) - (84.6 * syllables / words);
    }

    /// <summary>Groups of vowels, without a silent e or ed at the end; at least one.</summary>
    internal static int Syllables(string word)
    {
        var lower = word.ToLowerInvariant().Replace("'s", string.Empty, StringComparison.Ordinal);
        if (!lower.Any(char.IsLetter) || lower.Any(char.IsDigit) || (word.Length > 1 && word.All(char.IsUpper)))
        {
            return 1;
        }

        return Math.Max(1, Vowels().Count(Silent().Replace(lower, string.Empty)));
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’.,/-][\p{L}\p{N}]+)*")]
    private static partial Regex Word();

    [GeneratedRegex(@"[.!?;:](?=\s|$)")]
    private static partial Regex Stop();

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels();

    [GeneratedRegex("(?<![td])ed$|(?<!l)e$|(?<=[aeiouy]l)e$|(?<![cgszx]|[cs]h)es$", RegexOptions.None)]
    private static partial Regex Silent();
}
