using Referrals.Programs;
using Referrals.Rewards;
using Referrals.Terms.Wording;

namespace Referrals.Terms.Composing;

/// <summary>At most four sentences for the page on which people share their link.</summary>
internal static class TermsSummary
{
    private const int MaxSentences = 4;
    private const int MaxRules = 2;
    private const int MaxClauses = 4;

    internal static IReadOnlyList<Phrase> Of(ReferralProgram program, Side reader)
    {
        var own = RewardSentences.RulesOf(program, reader);
        var other = RewardSentences.RulesOf(program, reader == Side.Referrer ? Side.Referee : Side.Referrer);
        Phrase?[] sentences =
        [
            Gets(program, own, "own"),
            Gets(program, other, "other"),
            Deeds(program),
            Limit(program, own, reader, Said(own) < own.Count || Said(other) < other.Count),
            Phrase.Of(program.Links is null ? "link.window.code" : "link.window.open", program.Attribution.Lookback),
        ];
        return [.. sentences.OfType<Phrase>().Take(MaxSentences)];
    }

    /// <summary>How many rules the short version names: two plain ones, or one with conditions.</summary>
    private static int Said(IReadOnlyList<Incentive> rules) =>
        rules.Take(MaxRules).All(static rule => rule.When == Qualification.Condition.Always) ? Math.Min(rules.Count, MaxRules) : 1;

    private static Phrase? Gets(ReferralProgram program, IReadOnlyList<Incentive> rules, string whose)
    {
        if (rules.Count == 0)
        {
            return null;
        }

        var clauses = new ConditionClauses(program.Qualification, rules[0].When);
        var conditions = clauses.Of(rules[0].When);
        return conditions.Count == 0
            ? Phrase.Of("gets." + whose, PhraseList.And(rules.Take(Said(rules)).Select(rule => Short(rule, clauses))))
            : Phrase.Of($"gets.{whose}.if", Short(rules[0], clauses), PhraseList.And(conditions));
    }

    /// <summary>A table is too long here: its first and its last row stand for it, or all the options of a choice.</summary>
    private static Phrase Short(Incentive rule, ConditionClauses clauses)
    {
        var formula = new FormulaPhrases(clauses).Of(rule.Formula);
        return formula.Rows.Count == 0 || formula.Columns[0] == "column.paid" ? formula.Noun
            : formula.Rows.Count == 1 ? formula.Rows[0][^1]
            : formula.Columns[0] == "column.choice" ? Phrase.Of("plain", PhraseList.Or(formula.Rows.Select(static row => row[^1])))
            : Phrase.Of("summary.range", formula.Rows[0][^1], formula.Rows[^1][^1]);
    }

    private static Phrase? Deeds(ReferralProgram program)
    {
        var clauses = new ConditionClauses(program.Qualification).Of(program.Qualification);
        return clauses.Count == 0 ? null
            : clauses.Count <= MaxClauses ? Phrase.Of("summary.do", PhraseList.And(clauses))
            : Phrase.Of("summary.do.more", PhraseList.And(clauses.Take(MaxClauses)));
    }

    private static Phrase? Limit(ReferralProgram program, IReadOnlyList<Incentive> own, Side reader, bool hasMore)
    {
        var caps = own.SelectMany(static rule => rule.Caps).Concat(program.Caps.Where(cap => cap.Side == reader).Select(static cap => cap.Cap)).ToArray();
        return hasMore ? Phrase.Of("summary.more")
            : caps.Length == 1 && own.Count == 1 && own[0].Caps.Count == 1 ? LimitSentences.Of(caps[0], reader, "own")
            : caps.Length > 0 || program.Budgets.Count > 0 ? Phrase.Of("summary.limits")
            : own.Count == 1 && own[0].Hold is { } hold ? Phrase.Of("hold", hold)
            : null;
    }
}
