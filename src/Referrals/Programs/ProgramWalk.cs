using System.Globalization;

namespace Referrals;

/// <summary>One condition of a program, with the path that it has in JSON. A condition over a line is asked for each line of an order.</summary>
internal readonly record struct ConditionPlace(string Path, Condition Condition, bool IsOfLine);

/// <summary>Everything that a program consists of, each with its path in JSON.</summary>
internal static class ProgramWalk
{
    /// <summary>Every condition of a program that is made of no others.</summary>
    internal static IEnumerable<ConditionPlace> Conditions(ReferralProgram program)
    {
        foreach (var place in Conditions(program.Qualification, "$.qualify", isOfLine: false))
        {
            yield return place;
        }

        for (var i = 0; i < program.Incentives.Count; i++)
        {
            foreach (var place in Conditions(program.Incentives[i], Rule(i)))
            {
                yield return place;
            }
        }
    }

    /// <summary>Every formula of a rule, with those that it is made of.</summary>
    internal static IEnumerable<(string Path, RewardFormula Formula)> Formulas(Incentive incentive, string path)
    {
        foreach (var place in Formulas(incentive.Formula, path + ".reward"))
        {
            yield return place;
        }

        for (var i = 0; i < incentive.Overrides.Count; i++)
        {
            foreach (var place in Formulas(incentive.Overrides[i].Formula, $"{path}.overrides{Item(i)}.reward"))
            {
                yield return place;
            }
        }
    }

    /// <summary>Every count or sum that conditions and tables ask for.</summary>
    internal static IEnumerable<(string Path, Measure Measure)> Measures(ReferralProgram program) => Conditions(program)
        .Where(static place => place.Condition is MeasureCondition)
        .Select(static place => (place.Path + ".count.measure", ((MeasureCondition)place.Condition).Measure))
        .Concat(program.Incentives.SelectMany(static (rule, i) => Formulas(rule, Rule(i))).SelectMany(static place => place.Formula switch
        {
            TieredFormula tiered => [(place.Path + ".tiers.by", tiered.Table.Measure)],
            MilestoneFormula marks => [(place.Path + ".milestones.by", marks.Measure)],
            _ => Enumerable.Empty<(string, Measure)>(),
        }));

    internal static string Rule(int index) => "$.incentives" + Item(index);

    private static IEnumerable<ConditionPlace> Conditions(Incentive incentive, string path) =>
    [
        .. Conditions(incentive.When, path + ".when", isOfLine: false),
        .. incentive.Overrides.SelectMany((other, i) => Conditions(other.When, $"{path}.overrides{Item(i)}.when", isOfLine: false)),
        .. incentive.Multipliers.SelectMany((other, i) => Conditions(other.When, $"{path}.multipliers{Item(i)}.when", isOfLine: false)),
        .. Formulas(incentive, path).SelectMany(static place => place.Formula switch
        {
            PercentageFormula { Lines: { } lines } => Conditions(lines, place.Path + ".lines", isOfLine: true),
            QuantityFormula { Lines: { } lines } => Conditions(lines, place.Path + ".lines", isOfLine: true),
            _ => [],
        }),
    ];

    private static IEnumerable<ConditionPlace> Conditions(Condition condition, string path, bool isOfLine) => condition switch
    {
        AllCondition all => all.Conditions.SelectMany((inner, i) => Conditions(inner, $"{path}.all{Item(i)}", isOfLine)),
        AnyCondition any => any.Conditions.SelectMany((inner, i) => Conditions(inner, $"{path}.any{Item(i)}", isOfLine)),
        NotCondition not => Conditions(not.Inner, path + ".not", isOfLine),
        LineCondition line => Conditions(line.Inner, path + (line.Every ? ".everyLine" : ".anyLine"), isOfLine: true),
        _ => [new ConditionPlace(path, condition, isOfLine)],
    };

    private static IEnumerable<(string Path, RewardFormula Formula)> Formulas(RewardFormula formula, string path)
    {
        yield return (path, formula);
        var parts = formula switch
        {
            TieredFormula tiered => Steps(tiered.Table.TierList, path + ".tiers.steps"),
            MilestoneFormula { Every: true } every => [(path + ".milestones.every.reward", every.Marks[0].Reward)],
            MilestoneFormula marks => Steps(marks.Marks, path + ".milestones.at"),
            RecurringFormula { Each.Count: 1, RepeatsLast: true } recurring => [(path + ".recurring.each", recurring.Each[0])],
            RecurringFormula sequence => sequence.Each.Select((each, i) => ($"{path}.recurring.sequence{Item(i)}", each)),
            StagedFormula staged => [(path + ".staged.whole", staged.Whole)],
            ChoiceFormula choice => choice.Options.Select((option, i) => ($"{path}.choice{Item(i)}.reward", option.Reward)),
            _ => formula.Parts.Select(part => (path, part)),
        };
        foreach (var (place, part) in parts)
        {
            foreach (var inner in Formulas(part, place))
            {
                yield return inner;
            }
        }
    }

    private static IEnumerable<(string Path, RewardFormula Formula)> Steps(ValueList<Tier> steps, string path) =>
        steps.Select((step, i) => ($"{path}{Item(i)}.reward", step.Reward));

    private static string Item(int index) => string.Create(CultureInfo.InvariantCulture, $"[{index}]");
}
