using System.Globalization;
using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Qualification.Conditions;
using Referrals.Reviewing.Analysis;
using Referrals.Rewards.Formulas;
using Referrals.Terms;

namespace Referrals.Reviewing.Checks;

/// <summary>What is hard to explain to customers.</summary>
internal static class ClarityChecks
{
    private const int MaxTiers = 4;
    private const int MaxConditions = 3;
    private const double LeastEase = 50;

    internal static IEnumerable<ReviewFinding> Of(ReferralProgram program, TermsWords words, double ease)
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
                ReviewCodes.HardToRead, ReviewSeverity.Note, "$",
                string.Create(CultureInfo.InvariantCulture, $"The terms are hard to read: their reading ease by Flesch is {ease:0}, and plain English begins at 60."),
                "Give the events, conditions and rules short words of your own, and take out what is not needed.");
        }
    }

    private static IEnumerable<ReviewFinding> OfRule(RuleFacts facts, int shared, TermsWords words)
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
                ReviewCodes.TooManyTiers, ReviewSeverity.Note, facts.Path("reward"),
                string.Create(CultureInfo.InvariantCulture, $"'{facts.Rule.Name}' has {steps} steps; more than {MaxTiers} are hard to explain and to remember."),
                "Take out the steps that hardly anybody reaches.");
        }

        foreach (var rule in facts.Rule.AllFormulas.SelectMany(static formula => formula.CustomRules).Where(rule => !words.TryText("rule." + rule, out _)).Distinct())
        {
            yield return NoWords(facts.Path("reward"), ReviewSeverity.Warning, "rule", rule);
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

    private static IEnumerable<ReviewFinding> Words(Condition condition, string path, TermsWords words)
    {
        foreach (var name in condition.CustomNames.Distinct().Where(name => !words.TryText("condition." + name, out _)))
        {
            yield return NoWords(path, ReviewSeverity.Warning, "condition", name);
        }

        var events = RuleFacts.Parts(condition).Select(static part => part switch
        {
            EventCondition happening => happening.Name,
            HappenedCondition happened => happened.Name,
            _ => null,
        });
        foreach (var name in events.OfType<string>().Distinct().Where(name => !words.TryText("event." + name, out _)))
        {
            yield return NoWords(path, ReviewSeverity.Note, "event", name);
        }
    }

    private static ReviewFinding TooMany(string path, int count) => new(
        ReviewCodes.TooManyConditions, ReviewSeverity.Note, path,
        string.Create(CultureInfo.InvariantCulture, $"There are {count} conditions for one reward; more than {MaxConditions} are hard to explain."),
        "Take out what a guard or a cap does already.");

    private static ReviewFinding NoWords(string path, ReviewSeverity severity, string kind, string name) => new(
        ReviewCodes.NoWords, severity, path,
        $"There are no words for the {kind} '{name}', so the terms show its bare name.",
        $"Give them with TermsWords.With(\"{kind}.{name}\", ...).");
}
