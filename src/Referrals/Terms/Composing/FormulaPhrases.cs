using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.Rewards.Formulas;
using Referrals.Terms.Wording;

namespace Referrals.Terms.Composing;

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
        CustomFormula custom => new FormulaWording(Phrase.Named("rule", custom.Name, custom.Unit)),
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

    private IReadOnlyList<Phrase> Row(Measure measure, Rewards.Tables.Tier tier, bool isNamed)
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
