using Referrals.Attribution;
using Referrals.Explanations;

namespace Referrals;

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

/// <summary>Formulas in words.</summary>
/// <param name="clauses">The words for conditions, and what the rule speaks of.</param>
internal sealed class FormulaPhrases(ConditionClauses clauses)
{
    internal FormulaWording Of(RewardFormula formula) => formula switch
    {
        FlatFormula flat => new FormulaWording(Phrase.Of("plain", flat.Amount)),
        PercentageFormula share => Share(share),
        QuantityFormula { Field: { } field } count => new FormulaWording(Phrase.Of("formula.field", count.Each, FieldClauses.Of(field))),
        QuantityFormula { Lines: { } lines } pieces =>
            new FormulaWording(Phrase.Of("formula.pieces.some", pieces.Each, clauses.Clause(lines, isNegated: false))),
        QuantityFormula pieces => new FormulaWording(Phrase.Of("formula.pieces", pieces.Each)),
        SpendFormula spend => new FormulaWording(Phrase.Of("formula.spend", spend.Each, spend.Step)),
        CustomFormula custom => new FormulaWording(Phrase.Named("rule", custom.Use.Name, [custom.Unit, .. CustomWords.Values(custom.Use)])),
        TieredFormula tiered => Tiers(tiered),
        MilestoneFormula milestones => Milestones(milestones),
        RecurringFormula recurring => Recurring(recurring),
        StagedFormula staged => Staged(staged),
        ChoiceFormula choice => Choice(choice),
        _ => throw new InvalidOperationException($"A {formula.GetType().Name} has no words in terms yet."),
    };

    private FormulaWording Share(PercentageFormula share)
    {
        var whole = share.Lines is { } lines
            ? Phrase.Of("formula.percent.some", share.Share, share.Unit, clauses.Clause(lines, isNegated: false))
            : Phrase.Of("formula.percent", share.Share, share.Unit);
        return new FormulaWording((share.Floor, share.Ceiling) switch
        {
            ({ } floor, { } ceiling) => Phrase.Of("formula.between", whole, floor, ceiling),
            ({ } floor, null) => Phrase.Of("formula.floor", whole, floor),
            (null, { } ceiling) => Phrase.Of("formula.ceiling", whole, ceiling),
            _ => whole,
        });
    }

    private FormulaWording Tiers(TieredFormula tiered)
    {
        var table = tiered.Table;
        var isNamed = table.Tiers.Any(static tier => tier.Name is not null);
        List<Phrase> details = [Phrase.Of(table.IsGraduated ? "tiers.graduated" : "tiers.whole")];
        if (table.Tiers[0].From > (table.Measure.SumOf is null && table.Measure.CountsCurrent ? 1 : 0))
        {
            details.Add(Phrase.Of("tiers.below", MeasurePhrases.Threshold(table.Measure, table.Tiers[0].From)));
        }

        if (table.RaisesEarlier)
        {
            details.Add(Phrase.Of("tiers.raises"));
        }

        if (table.Grace is { } grace)
        {
            details.Add(Phrase.Of("tiers.grace", grace));
        }

        return new FormulaWording(Phrase.Of("formula.tiers", MeasurePhrases.Of(table.Measure, clauses)))
        {
            Details = details,
            Columns = isNamed ? ["column.from", "column.step", "column.reward"] : ["column.from", "column.reward"],
            Rows = [.. table.Tiers.Select(tier => Row(table.Measure, tier, isNamed))],
        };
    }

    private IReadOnlyList<Phrase> Row(Measure measure, Referrals.Tier tier, bool isNamed)
    {
        var from = Phrase.Of("plain", MeasurePhrases.Threshold(measure, tier.From));
        var reward = Of(tier.Reward).Inline();
        return isNamed ? [from, Phrase.Of("plain", tier.Name ?? string.Empty), reward] : [from, reward];
    }

    private FormulaWording Milestones(MilestoneFormula milestones)
    {
        var (measure, marks) = (milestones.Measure, milestones.Marks);
        if (milestones.Every)
        {
            return new FormulaWording(Phrase.Of(
                "formula.every", Of(marks[0].Reward).Inline(), MeasurePhrases.Of(measure, clauses), MeasurePhrases.Threshold(measure, marks[0].From)));
        }

        if (marks.Count == 1)
        {
            return new FormulaWording(Phrase.Of(
                "formula.mark", Of(marks[0].Reward).Inline(), MeasurePhrases.Of(measure, clauses), MeasurePhrases.Threshold(measure, marks[0].From)));
        }

        var isNamed = marks.Any(static mark => mark.Name is not null);
        return new FormulaWording(Phrase.Of("formula.marks", MeasurePhrases.Of(measure, clauses)))
        {
            Columns = isNamed ? ["column.at", "column.step", "column.reward"] : ["column.at", "column.reward"],
            Rows = [.. marks.Select(mark => Row(measure, mark, isNamed))],
        };
    }

    private FormulaWording Recurring(RecurringFormula recurring)
    {
        var details = new List<Phrase>();
        if (recurring.Declining is { } ratio)
        {
            details.Add(Phrase.Of("recurring.declining", ratio));
        }

        if (recurring.Payments is { } payments)
        {
            details.Add(Phrase.Of("recurring.payments", payments));
        }

        if (recurring.Within is { } window)
        {
            details.Add(Phrase.Of("recurring.window", window));
        }

        if (recurring.Each.Count == 1)
        {
            return new FormulaWording(Phrase.Of("formula.recurring", Of(recurring.Each[0]).Inline()))
            {
                Details = recurring.RepeatsLast ? details : [.. details, Phrase.Of("recurring.payments", 1)],
            };
        }

        details.Add(Phrase.Of(recurring.RepeatsLast ? "recurring.repeats" : "recurring.ends"));
        return new FormulaWording(Phrase.Of("formula.sequence"))
        {
            Details = details,
            Columns = ["column.number", "column.reward"],
            Rows = [.. recurring.Each.Select((each, place) => (IReadOnlyList<Phrase>)[Phrase.Of("plain", place + 1), Of(each).Inline()])],
        };
    }

    private FormulaWording Staged(StagedFormula staged)
    {
        var whole = staged.Whole.PlainPercentageOf(staged.Units[0]) is { } share
            ? Phrase.Of("formula.deal", share, staged.Units[0])
            : Of(staged.Whole).Inline();
        return staged.Stages.Count == 0
            ? new FormulaWording(Phrase.Of("formula.proportion", whole))
            : new FormulaWording(Phrase.Of("formula.staged", whole))
            {
                Columns = ["column.paid", "column.earned"],
                Rows = [.. staged.Stages.Select(static stage => (IReadOnlyList<Phrase>)[
                    stage.Paid.Fraction == 0 ? Phrase.Of("stage.first") : Phrase.Of("plain", stage.Paid), Phrase.Of("plain", stage.Earned)])],
            };
    }

    private FormulaWording Choice(ChoiceFormula choice) => new(Phrase.Of("formula.choice"))
    {
        Details = [Phrase.Of("choice.first", Phrase.Named("option", choice.Options[0].Name))],
        Columns = ["column.choice", "column.reward"],
        Rows = [.. choice.Options.Select(option => (IReadOnlyList<Phrase>)[Phrase.Named("option", option.Name), Of(option.Reward).Inline()])],
    };
}

/// <summary>What a formula gives: a noun, what else is to be known of it, and a table where it has one.</summary>
internal sealed record FormulaWording(Phrase Noun)
{
    internal IReadOnlyList<Phrase> Details { get; init; } = [];

    /// <summary>The keys of the table's headings; empty for no table.</summary>
    internal IReadOnlyList<string> Columns { get; init; } = [];

    internal IReadOnlyList<IReadOnlyList<Phrase>> Rows { get; init; } = [];

    /// <summary>Everything within one sentence, for a formula inside another.</summary>
    internal Phrase Inline()
    {
        var noun = Rows.Count == 0 ? Noun
            : Phrase.Of("formula.table", Noun, PhraseList.Rows(Rows.Select(static row => Phrase.Of("formula.row", row[0], row[^1]))));
        return Details.Count == 0 ? noun : Phrase.Of("formula.details", noun, PhraseList.Rows(Details));
    }
}
