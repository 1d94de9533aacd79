using System.Globalization;

namespace Referrals;

/// <summary>Names that differ from each other by a slip, that no history has, or that nothing declares; lists without anything; budgets of days.</summary>
internal static class NameChecks
{
    private const int FewDays = 30;

    internal static IEnumerable<AnalysisFinding> Of(ReferralProgram program, AnalysisOptions options)
    {
        Named[] names = [.. Names(program).DistinctBy(static named => (named.Kind, named.Name, named.Path))];
        return Similar(names).Concat(Lists(program, options.Rules)).Concat(options.History is { Inputs: > 0 } history
            ? Unknown(program, names, history).Concat(Budgets(program, history))
            : []);
    }

    /// <summary>A name that somebody has written into the program.</summary>
    private sealed record Named(string Kind, string Name, string Path, Field? Field = null);

    private static IEnumerable<Named> Names(ReferralProgram program)
    {
        foreach (var (path, condition, _) in ProgramWalk.Conditions(program))
        {
            switch (condition)
            {
                case EventCondition happening:
                    yield return new Named("event", happening.Name, path);
                    break;
                case HappenedCondition happened:
                    yield return new Named("event", happened.Name, path);
                    break;
                case MeasureCondition { Measure.Event: { } name }:
                    yield return new Named("event", name, path);
                    break;
                case FieldInCondition values:
                    yield return new Named("field", values.Field.ToString(), path, values.Field);
                    foreach (var value in values.Values)
                    {
                        yield return values.Field is { Source: FieldSource.Event, Name: "name" } ? new Named("event", value, path)
                            : new Named(values.Field.Name == "segment" ? "segment" : "value of " + values.Field, value, path, values.Field);
                    }

                    break;
                case FieldTextCondition { Field: var field }:
                    yield return new Named("field", field.ToString(), path, field);
                    break;
                case FieldNumberCondition { Field: var field }:
                    yield return new Named("field", field.ToString(), path, field);
                    break;
                case FieldTimeCondition { Field: var field }:
                    yield return new Named("field", field.ToString(), path, field);
                    break;
                case FieldKnownCondition { Field: var field }:
                    yield return new Named("field", field.ToString(), path, field);
                    break;
                case AmountCondition amount:
                    yield return new Named("unit", amount.Limit.Unit.ToString(), path);
                    break;
                default:
                    break;
            }
        }

        foreach (var (path, formula) in program.Incentives.SelectMany(static (rule, i) => ProgramWalk.Formulas(rule, ProgramWalk.Rule(i))))
        {
            if (formula is QuantityFormula { Field: { } field })
            {
                yield return new Named("field", field.ToString(), path, field);
            }
            else if (formula is PercentageFormula share)
            {
                yield return new Named("unit", share.Unit.ToString(), path);
            }
            else if (formula is SpendFormula spend)
            {
                yield return new Named("unit", spend.Step.Unit.ToString(), path);
            }
        }

        foreach (var (path, measure) in ProgramWalk.Measures(program))
        {
            if (measure.Event is { } name)
            {
                yield return new Named("event", name, path);
            }
        }
    }

    /// <summary>Two names of one kind that are one slip apart: capitals, a plural, a letter.</summary>
    private static IEnumerable<AnalysisFinding> Similar(Named[] names)
    {
        var seen = new List<Named>();
        foreach (var named in names.Where(static named => named.Kind != "unit"))
        {
            if (seen.Exists(other => other.Kind == named.Kind && other.Name == named.Name))
            {
                continue;
            }

            if (seen.Find(other => other.Kind == named.Kind && IsSlip(other.Name, named.Name)) is { } other)
            {
                yield return new(
                    AnalysisCodes.SimilarNames, FindingSeverity.Warning, named.Path,
                    $"The {named.Kind} '{named.Name}' is nearly '{other.Name}' at {other.Path}, but names are compared letter by letter.",
                    $"If they are the same, write '{other.Name}' in both places.");
            }

            seen.Add(named);
        }
    }

    private static IEnumerable<AnalysisFinding> Unknown(ReferralProgram program, Named[] names, AnalysisHistory history)
    {
        foreach (var named in names)
        {
            var (isKnown, known) = named switch
            {
                { Kind: "event" } => (history.Events.Contains(named.Name), (IEnumerable<string>)history.Events),
                { Kind: "unit" } => (history.Units.Count == 0 || history.Units.Any(unit => unit.ToString() == named.Name), history.Units.Select(static unit => unit.ToString())),
                { Kind: "field", Field: { } field } => (IsBuiltIn(field) || history.ValuesOf(field) is not null, history.Fields),
                { Field: { } field } when !IsBuiltIn(field) || field.Name is "segment" or "sku" => history.ValuesOf(field) is { Count: > 0 } values
                    ? (values.Contains(named.Name), values)
                    : (field.Name is not "segment" || history.ValuesOf(field) is not null, []),
                _ => (true, []),
            };
            if (!isKnown)
            {
                var nearest = known.Where(other => IsSlip(other, named.Name)).Order(StringComparer.Ordinal).FirstOrDefault();
                yield return new(
                    AnalysisCodes.UnknownName, FindingSeverity.Warning, named.Path,
                    string.Create(CultureInfo.InvariantCulture, $"The {named.Kind} '{named.Name}' is nowhere in the history of {history.Inputs:N0} inputs."),
                    nearest is not null ? $"The history has '{nearest}'; write that if it is meant."
                        : known.Any() ? $"The history has {string.Join(", ", known.Order(StringComparer.Ordinal).Take(8))}; write one of these, or report '{named.Name}' from now on."
                        : $"Report '{named.Name}' from now on, or take the condition out.");
            }
        }
    }

    private static bool IsBuiltIn(Field field) => field.Source == FieldSource.Referral || (field.Source, field.Name) is
        (FieldSource.Event, "id" or "name") or (FieldSource.Referee or FieldSource.Referrer, "id" or "segment") or (FieldSource.Line, "sku" or "quantity" or "amount");

    private static IEnumerable<AnalysisFinding> Lists(ReferralProgram program, CustomRules? rules)
    {
        foreach (var (name, index) in program.Guards.ListNames.Select(static list => (list.Name, list.Index)))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"$.guards.checks[{index}].list");
            if (rules is not null && !rules.HasDomains(name))
            {
                yield return new(
                    AnalysisCodes.UnknownList, FindingSeverity.Warning, path, $"No list of domains is named '{name}'.",
                    $"Register it with AddDomainList(\"{name}\", ...), or correct the name.");
            }
            else if (rules?.HasNoDomains(name) == true)
            {
                yield return new(
                    AnalysisCodes.EmptyList, FindingSeverity.Warning, path, $"The list of domains '{name}' is empty, so this guard finds nothing.",
                    "Fill the list, or take the guard out.");
            }
        }
    }

    private static IEnumerable<AnalysisFinding> Budgets(ReferralProgram program, AnalysisHistory history)
    {
        for (var i = 0; i < program.Budgets.Count; i++)
        {
            var budget = program.Budgets[i].Amount;
            if (history.PerDay(budget.Unit) is > 0 and var perDay && budget.MinorUnits / perDay is var days && days < FewDays && days < (decimal)history.Days)
            {
                yield return new(
                    AnalysisCodes.BudgetSoonUsedUp, FindingSeverity.Warning, string.Create(CultureInfo.InvariantCulture, $"$.budgets[{i}]"),
                    string.Create(CultureInfo.InvariantCulture, $"At the pace of the history the budget of {budget} is used up in {Math.Ceiling(days):0} days: {Amount.FromMinorUnits((long)perDay, budget.Unit)} a day."),
                    "Raise it, cap what one customer can earn, or lower the rewards.");
            }
        }
    }

    /// <summary>Whether two different names are one slip apart. Names that differ by a number are meant to: tier1, tier2.</summary>
    internal static bool IsSlip(string one, string other)
    {
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return false;
        }

        var (left, right) = (Plain(one), Plain(other));
        return left == right || (Math.Min(left.Length, right.Length) >= 5 && Digits(left).SequenceEqual(Digits(right)) && IsOneApart(left, right));
    }

    private static string Plain(string name) => string.Concat(name.Where(static letter => char.IsLetterOrDigit(letter) || letter == '.')).ToUpperInvariant();

    private static IEnumerable<char> Digits(string name) => name.Where(char.IsDigit);

    /// <summary>One letter changed, left out, added, or two that stand in each other's place.</summary>
    private static bool IsOneApart(string one, string other)
    {
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        if (longer.Length - shorter.Length > 1)
        {
            return false;
        }

        var start = 0;
        while (start < shorter.Length && shorter[start] == longer[start])
        {
            start++;
        }

        var rest = longer.AsSpan(start + 1);
        return longer.Length > shorter.Length ? shorter.AsSpan(start).SequenceEqual(rest)
            : shorter.AsSpan(start + 1).SequenceEqual(rest)
            || (start + 1 < shorter.Length && shorter[start] == longer[start + 1] && shorter[start + 1] == longer[start]
                && shorter.AsSpan(start + 2).SequenceEqual(longer.AsSpan(start + 2)));
    }
}
