using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>Collects the sentences of one section.</summary>
internal sealed class TermsLines(PhraseWriter writer)
{
    private readonly List<TermsSentence> _sentences = [];

    internal IReadOnlyList<TermsSentence> Sentences => _sentences;

    /// <summary>Names the rules before what is said of them next; for a side that has several.</summary>
    internal IReadOnlyList<Incentive> Labelled { get; set; } = [];

    /// <summary>Adds a sentence.</summary>
    internal void Add(Phrase phrase, string? rule = null)
    {
        Add(WithLabel(phrase), rule, isItem: false, null, []);
    }

    /// <summary>Adds a part of a sentence as one of its own.</summary>
    internal void AddDetail(Phrase phrase, string? rule) => Add(Phrase.Of("sentence", phrase), rule, isItem: false, null, []);

    internal void AddItem(Phrase phrase) => Add(Phrase.Of("item", phrase), null, isItem: true, null, []);

    /// <summary>Adds a sentence with the table and the details of a formula.</summary>
    internal void Add(Phrase phrase, FormulaWording formula, string rule)
    {
        var table = formula.Rows.Count == 0 ? null : new TermsTable(
            [.. formula.Columns.Select(column => writer.Sentence(Phrase.Of(column)))],
            [.. formula.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(writer.Write)])]);
        Add(WithLabel(phrase), rule, isItem: false, table, [
            .. formula.Columns.Select(static column => Phrase.Of(column)), .. formula.Rows.SelectMany(static row => row)]);
        foreach (var detail in formula.Details)
        {
            AddDetail(detail, rule);
        }
    }

    private Phrase WithLabel(Phrase phrase)
    {
        var labels = PhraseList.And(Labelled.Select(Label));
        Labelled = [];
        return labels.Items.Count == 0 ? phrase : Phrase.Of("labelled", labels, phrase);
    }

    internal static Phrase Label(Incentive incentive) => Phrase.Named("reward", incentive.Name);

    private void Add(Phrase phrase, string? rule, bool isItem, TermsTable? table, IReadOnlyList<Phrase> rows)
    {
        var text = isItem ? writer.Write(phrase) : writer.Sentence(phrase);
        if (rule is not null || _sentences.TrueForAll(sentence => sentence.Text != text))
        {
            _sentences.Add(new TermsSentence(phrase, text, rule, isItem, table, rows));
        }
    }
}

/// <summary>At most four sentences for the page on which people share their link.</summary>
internal static class TermsSummary
{
    /// <summary>A program without what nobody can earn on a day: rules, exceptions and multipliers for dates that do not include it.</summary>
    internal static ReferralProgram On(ReferralProgram program, LocalDate? on) => on is not { } day ? program : program with
    {
        IncentiveList = program.Incentives.Where(rule => rule.When.CanHoldOn(day)).Select(rule => rule with
        {
            OverrideList = rule.Overrides.Where(other => other.When.CanHoldOn(day)).ToValueList(),
            MultiplierList = rule.Multipliers.Where(multiplier => multiplier.When.CanHoldOn(day)).ToValueList(),
        }).ToValueList(),
    };

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
        rules.Take(MaxRules).All(static rule => rule.When == Referrals.Condition.Always) ? Math.Min(rules.Count, MaxRules) : 1;

    /// <summary>What a side gets, without conditions and limits; <c>null</c> for nothing.</summary>
    internal static Phrase? Gift(ReferralProgram program, Side side)
    {
        var rules = RewardSentences.RulesOf(program, side);
        return rules.Count == 0
            ? null
            : Phrase.Of("plain", PhraseList.And(rules.Take(Said(rules)).Select(rule => Short(rule, new ConditionClauses(program.Qualification, rule.When)))));
    }

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
