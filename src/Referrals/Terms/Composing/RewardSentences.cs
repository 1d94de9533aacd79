using Referrals.Attribution.Credits;
using Referrals.Programs;
using Referrals.Rewards;
using Referrals.Rewards.Formulas;
using Referrals.Terms.Wording;

namespace Referrals.Terms.Composing;

/// <summary>What each rule of a side gives, and which of several rules does.</summary>
internal static class RewardSentences
{
    /// <summary>The rules of a side that are in force, those first that come first where only one is granted.</summary>
    internal static IReadOnlyList<Incentive> RulesOf(ReferralProgram program, Side side) =>
        [.. program.Incentives.Where(rule => rule.Side == side && !rule.IsShadow)
            .GroupBy(static rule => rule.Group)
            .SelectMany(rules => PrecedenceOf(program, rules.Key) == Precedence.First
                ? rules.OrderByDescending(static rule => rule.Priority)
                : rules.AsEnumerable())];

    internal static void Write(TermsLines lines, ReferralProgram program, Side side, bool isOwn)
    {
        var rules = RulesOf(program, side);
        foreach (var rule in rules)
        {
            lines.Labelled = rules.Count > 1 ? [rule] : [];
            Write(lines, rule, new ConditionClauses(program.Qualification, rule.When), isOwn ? "own" : "other");
            if (!isOwn && HasLimits(program, rule))
            {
                lines.Add(Phrase.Of("gets.limits"), rule.Name);
            }
        }

        Competition(lines, program, rules);
        if (rules.Any(IsRounded))
        {
            lines.Add(Phrase.Of("rounding." + program.Rounding));
        }
    }

    private static void Write(TermsLines lines, Incentive rule, ConditionClauses clauses, string whose)
    {
        var formula = new FormulaPhrases(clauses).Of(rule.Formula);
        var conditions = clauses.Of(rule.When);
        lines.Add(
            conditions.Count == 0
                ? Phrase.Of("gets." + whose, formula.Noun)
                : Phrase.Of($"gets.{whose}.if", formula.Noun, PhraseList.And(conditions)),
            formula,
            rule.Name);
        if (rule.Levels is { } levels)
        {
            lines.AddDetail(Phrase.Of(
                $"gets.{whose}.levels", Percentage.Of(100 * LevelCredits.Of(levels.Count, levels.Ratio.Fraction)[0]), levels.Count - 1, levels.Ratio), rule.Name);
        }

        Overrides(lines, rule, clauses, whose);
        Multipliers(lines, rule, clauses);
        if (rule.Donation is { } donation)
        {
            lines.AddDetail(Phrase.Of("gets.donation", donation.Share, Phrase.Named("cause", donation.Cause)), rule.Name);
        }
    }

    /// <summary>An agreement with single persons is said to exist; who has it and what it is, is theirs.</summary>
    private static void Overrides(TermsLines lines, Incentive rule, ConditionClauses clauses, string whose)
    {
        foreach (var other in rule.Overrides)
        {
            var parts = clauses.Of(other.When);
            lines.AddDetail(
                IsPersonal(parts)
                    ? Phrase.Of("gets.agreed")
                    : Phrase.Of($"gets.{whose}.instead", new FormulaPhrases(clauses).Of(other.Formula).Inline(), All(parts)),
                rule.Name);
        }

        if (rule.Overrides.Count > 1)
        {
            lines.AddDetail(Phrase.Of("gets.instead.first"), rule.Name);
        }
    }

    private static void Multipliers(TermsLines lines, Incentive rule, ConditionClauses clauses)
    {
        foreach (var multiplier in rule.Multipliers)
        {
            lines.AddDetail(Phrase.Of("gets.times", multiplier.Factor, All(clauses.Of(multiplier.When))), rule.Name);
        }

        if (rule.Multipliers.Count > 1)
        {
            lines.AddDetail(Phrase.Of("gets.times." + rule.MultiplierMode), rule.Name);
        }
    }

    /// <summary>A list of clauses that says "always" where there is none.</summary>
    private static object All(IReadOnlyList<Phrase> clauses) => clauses.Count == 0 ? Phrase.Of("when.always") : PhraseList.And(clauses);

    private static bool IsPersonal(IReadOnlyList<Phrase> clauses) => clauses
        .SelectMany(static clause => clause.All).Any(static clause => clause.Key.Contains(".chosen.", StringComparison.Ordinal));

    private static void Competition(TermsLines lines, ReferralProgram program, IReadOnlyList<Incentive> rules)
    {
        foreach (var group in rules.GroupBy(static rule => rule.Group))
        {
            var precedence = PrecedenceOf(program, group.Key);
            if (precedence != Precedence.Stack && group.Count() > 1)
            {
                lines.Add(Phrase.Of("competition." + precedence, PhraseList.And(group.Select(TermsLines.Label))));
            }
        }
    }

    internal static Precedence PrecedenceOf(ReferralProgram program, string? group) => group is null
        ? program.Precedence
        : program.Groups.FirstOrDefault(known => known.Name == group)?.Precedence ?? Precedence.Stack;

    private static bool HasLimits(ReferralProgram program, Incentive rule) =>
        rule.Caps.Count > 0 || program.Caps.Any(cap => cap.Side == rule.Side);

    private static bool IsRounded(Incentive rule) => rule.Levels is not null || rule.Donation is not null
        || rule.Multipliers.Any(static multiplier => multiplier.Factor != decimal.Truncate(multiplier.Factor))
        || rule.AllFormulas.Any(static formula => formula is PercentageFormula or StagedFormula or RecurringFormula { Declining: not null });
}
