using System.Globalization;

namespace Referrals;

/// <summary>Finds what a program says without any effect: what can never hold, never be paid, or means something else than it says.</summary>
internal static class RuleValidation
{
    private static readonly (FieldSource Source, string Name)[] BuiltIn =
    [
        (FieldSource.Referee, "segment"), (FieldSource.Referrer, "segment"), (FieldSource.Referee, "id"), (FieldSource.Referrer, "id"),
        (FieldSource.Line, "sku"), (FieldSource.Line, "quantity"), (FieldSource.Line, "amount"),
    ];

    internal static IEnumerable<ProgramFinding> Findings(ReferralProgram program) =>
        Rules(program).Concat(Units(program)).Concat(Fields(program)).Concat(Events(program));

    private static IEnumerable<ProgramFinding> Rules(ReferralProgram program)
    {
        for (var i = 0; i < program.Incentives.Count; i++)
        {
            var (rule, path) = (program.Incentives[i], ProgramWalk.Rule(i));
            if (rule is { Levels: not null, Side: Side.Referee })
            {
                yield return new(ProgramCodes.NotHere, path + ".levels", "Only a referrer's reward is shared over levels; leave levels out of the friend's rule.");
            }

            if (rule.MultiplierMode != MultiplierMode.Multiply && rule.Multipliers.Count < 2)
            {
                yield return new(
                    ProgramCodes.NotHere, path + ".combineMultipliers", "There are not several multipliers to combine; add one, or leave combineMultipliers out.");
            }

            for (var other = 0; other < rule.Overrides.Count; other++)
            {
                if (rule.Overrides[other].When == Condition.Always)
                {
                    yield return new(ProgramCodes.NoEffect, string.Create(CultureInfo.InvariantCulture, $"{path}.overrides[{other}].when"),
                        "This reward replaces the rule's own for everybody; write it as the rule's reward, or say for whom it is.");
                }
            }

            foreach (var (place, formula) in ProgramWalk.Formulas(rule, path))
            {
                foreach (var finding in Formula(place, formula))
                {
                    yield return finding;
                }
            }
        }

        for (var i = 0; i < program.Groups.Count; i++)
        {
            var name = program.Groups[i].Name;
            if (program.Incentives.All(rule => rule.Group != name))
            {
                yield return new(ProgramCodes.NoEffect, string.Create(CultureInfo.InvariantCulture, $"$.groups[{i}]"),
                    $"No rule is in the group '{name}'; name it in a rule, or leave it out.");
            }
        }
    }

    private static IEnumerable<ProgramFinding> Formula(string path, RewardFormula formula) => formula switch
    {
        PercentageFormula { Unit: { IsMoney: false } unit } =>
        [
            new(ProgramCodes.BaseUnit, path + ".unit",
                $"A percentage is a part of the conversion's amount, which is money and never {unit}; write a currency, or perSpend for {unit} per amount spent."),
        ],
        SpendFormula { Step: { Unit.IsMoney: false } step } =>
        [
            new(ProgramCodes.BaseUnit, path + ".step", $"Conversions have amounts of money, never of {step.Unit}; write the step in a currency."),
        ],
        TieredFormula { Table: { Measure: { SumOf: null, CountsCurrent: true }, TierList: [{ From: 0 }, ..] } } =>
        [
            new(ProgramCodes.OutOfRange, path + ".tiers.steps[0].from",
                "The conversion that is decided counts itself, so the count is never 0; write 1, or count without it (beforeCurrent)."),
        ],
        _ => [],
    };

    /// <summary>An amount in a unit that cannot occur where it is compared or limited.</summary>
    private static IEnumerable<ProgramFinding> Units(ReferralProgram program)
    {
        for (var i = 0; i < program.Incentives.Count; i++)
        {
            var rule = program.Incentives[i];
            var asked = Required(program.Qualification).Concat(Required(rule.When)).Distinct().ToArray();
            foreach (var (path, formula) in ProgramWalk.Formulas(rule, ProgramWalk.Rule(i)))
            {
                Unit? unit = formula switch { PercentageFormula share => share.Unit, SpendFormula spend => spend.Step.Unit, _ => null };
                if (unit is { IsMoney: true } and { } needed && asked.Length > 0 && !asked.Contains(needed))
                {
                    yield return new(ProgramCodes.BaseUnit, path,
                        $"The conditions ask for an amount in {asked[0]}, so that a reward from amounts in {needed} is never earned; write both in one unit.");
                }
            }
        }

        var given = program.Units.ToHashSet();
        for (var i = 0; i < program.Budgets.Count; i++)
        {
            if (!given.Contains(program.Budgets[i].Amount.Unit))
            {
                yield return new(ProgramCodes.NoEffect, string.Create(CultureInfo.InvariantCulture, $"$.budgets[{i}].amount"),
                    $"No rule gives {program.Budgets[i].Amount.Unit}, so this budget limits nothing; write it in {Or(given)}.");
            }
        }

        for (var i = 0; i < program.Caps.Count; i++)
        {
            var units = program.Incentives.Where(rule => rule.Side == program.Caps[i].Side).SelectMany(static rule => rule.Units).ToHashSet();
            if (program.Caps[i].Cap.Amount is { } amount && units.Count > 0 && !units.Contains(amount.Unit))
            {
                yield return new(ProgramCodes.CapUnit, string.Create(CultureInfo.InvariantCulture, $"$.caps[{i}].cap.amount"),
                    $"No rule of this side gives {amount.Unit}, so the cap of {amount} limits nothing; write it in {Or(units)}.");
            }
        }

        if (program.TaxThreshold is { } tax && !given.Contains(tax.Amount.Unit))
        {
            yield return new(ProgramCodes.NoEffect, "$.taxThreshold.amount",
                $"No rule gives {tax.Amount.Unit}, so this threshold is never reached; write it in {Or(given)}.");
        }
    }

    /// <summary>The units that a conversion's amount must have for a condition to hold.</summary>
    private static IEnumerable<Unit> Required(Condition condition) => condition switch
    {
        AmountCondition amount => [amount.Limit.Unit],
        AllCondition all => all.Conditions.SelectMany(Required),
        _ => [],
    };

    private static IEnumerable<ProgramFinding> Fields(ReferralProgram program)
    {
        var asked = ProgramWalk.Conditions(program)
            .Where(static place => FieldOf(place.Condition) is not null)
            .Select(static place => (
                Path: place.Condition is FieldInCondition { Field.Source: FieldSource.Event } ? place.Path + ".attribute.name" : place.Path + ".field.name",
                Field: FieldOf(place.Condition)!,
                place.IsOfLine))
            .Concat(program.Incentives.SelectMany(static (rule, i) => ProgramWalk.Formulas(rule, ProgramWalk.Rule(i)))
                .Where(static place => place.Formula is QuantityFormula { Field: not null })
                .Select(static place => (Path: place.Path + ".field", Field: ((QuantityFormula)place.Formula).Field!, IsOfLine: false)));
        foreach (var (path, field, isOfLine) in asked)
        {
            if (field.Source == FieldSource.Line && !isOfLine)
            {
                yield return new(ProgramCodes.NoEffect, path,
                    $"'{field}' is asked of no line, so it is never known; ask it inside anyLine, everyLine or the lines of a reward.");
            }

            if (BuiltIn.Contains((field.Source, field.Name)) || field.Source == FieldSource.Referral || program.FieldList.Contains(field))
            {
                continue;
            }

            if (program.FieldList.Count > 0)
            {
                yield return new(ProgramCodes.UndeclaredField, path,
                    $"'{field}' is not among the program's fields{Nearest(field.ToString(), program.FieldList.Select(static known => known.ToString()))}.");
            }
            else if (BuiltIn.Where(known => known.Source == field.Source).Select(static known => known.Name)
                .FirstOrDefault(name => IsSlip(field.Name, name)) is { } meant)
            {
                yield return new(ProgramCodes.UndeclaredField, path,
                    $"'{field}' is not known; '{Field.Of(field.Source, meant)}' is. If it is an attribute of your own, name it in the program's fields.");
            }
        }
    }

    private static IEnumerable<ProgramFinding> Events(ReferralProgram program)
    {
        if (program.EventList.Count == 0)
        {
            yield break;
        }

        var asked = ProgramWalk.Conditions(program)
            .Select(static place => place.Condition switch
            {
                EventCondition one => (Path: place.Path + ".event", one.Name),
                HappenedCondition one => (Path: place.Path + ".happened", one.Name),
                _ => (place.Path, Name: string.Empty),
            })
            .Concat(ProgramWalk.Measures(program).Select(static place => (Path: place.Path + ".event", Name: place.Measure.Event ?? string.Empty)))
            .Where(static place => place.Name.Length > 0);
        foreach (var (path, name) in asked)
        {
            if (!program.EventList.Contains(name))
            {
                yield return new(ProgramCodes.UndeclaredEvent, path, $"'{name}' is not among the program's events{Nearest(name, program.EventList)}.");
            }
        }
    }

    private static Field? FieldOf(Condition condition) => condition switch
    {
        FieldInCondition field => field.Field,
        FieldTextCondition field => field.Field,
        FieldNumberCondition field => field.Field,
        FieldTimeCondition field => field.Field,
        FieldKnownCondition field => field.Field,
        _ => null,
    };

    private static string Nearest(string name, IEnumerable<string> known) =>
        known.MinBy(other => Distance(name, other)) is { } nearest && Distance(name, nearest) <= 2 ? $"; did you mean '{nearest}'?" : "; add it there, or write one of them";

    private static string Or(IEnumerable<Unit> units) => string.Join(" or ", units.Select(static unit => unit.ToString()).Order(StringComparer.Ordinal));

    private static bool IsSlip(string name, string known) =>
        string.Equals(name, known, StringComparison.OrdinalIgnoreCase) || (known.Length > 2 && Distance(name.ToLowerInvariant(), known) == 1);

    /// <summary>How many letters are to be added, taken out or changed, or neighbors exchanged, to make one text the other.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }
}
