using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// Conditions as clauses that a customer can read. A "not" is carried down to the single conditions, as in Kleene's three values it can be:
/// what is not known fulfils neither a condition nor its opposite.
/// </summary>
internal sealed class ConditionClauses
{
    private readonly string? _event;

    /// <param name="conditions">Everything that must hold together; if it asks for one event, "the first" is the first of those.</param>
    internal ConditionClauses(params IEnumerable<Condition> conditions)
    {
        var names = conditions.SelectMany(Parts).OfType<EventCondition>().Select(static condition => condition.Name).Distinct().ToArray();
        _event = names.Length == 1 ? names[0] : null;
    }

    /// <summary>What is spoken of, in the plural: "purchases", or any activities.</summary>
    internal Phrase Events(string otherwise) => _event is null ? Phrase.Of(otherwise) : Phrase.Named("events", _event);

    /// <summary>What must hold, one clause after the other; empty for a condition that always holds.</summary>
    internal IReadOnlyList<Phrase> Of(Condition condition)
    {
        Condition[] parts = [.. Parts(condition)];

        // Where nothing but earlier events is asked for, "now or earlier" goes without saying.
        return parts.All(static part => part is HappenedCondition)
            ? [.. parts.Select(static part => Phrase.Named("event", ((HappenedCondition)part).Name))]
            : [.. parts.Select(part => Clause(part, isNegated: false))];
    }

    /// <summary>The whole condition as one clause.</summary>
    internal Phrase Clause(Condition condition, bool isNegated)
    {
        var not = isNegated ? "not." : "when.";
        return condition switch
        {
            AllCondition all => Group(all.Conditions, isNegated, isAny: isNegated),
            AnyCondition any => Group(any.Conditions, isNegated, isAny: !isNegated),
            NotCondition inner => Clause(inner.Inner, !isNegated),
            EventCondition { Name: var name } => isNegated ? Phrase.Of("not.event", Phrase.Named("events", name)) : Phrase.Named("event", name),
            HappenedCondition { Name: var name } =>
                Phrase.Of(not + "happened", isNegated ? Phrase.Named("events", name) : Phrase.Named("event", name)),
            OrdinalCondition { Every: true, Ordinal: 1 } => Phrase.Of(isNegated ? "when.never" : "when.each"),
            OrdinalCondition { Every: true } every => Phrase.Of(not + "every", every.Ordinal, Events("measure.kind")),
            OrdinalCondition { Ordinal: 1 } => Phrase.Of(not + "first", Events("measure.kind")),
            OrdinalCondition nth => Phrase.Of(not + "nth", nth.Ordinal, Events("measure.kind")),
            AmountCondition amount => Phrase.Of("when.amount", Comparing(amount.Comparison, amount.Limit, isNegated)),
            WithinCondition window => Phrase.Of(not + "window", window.Period),
            DatesCondition dates when dates.First == dates.Last => Phrase.Of(not + "date", dates.First),
            DatesCondition dates => Phrase.Of(not + "dates", dates.First, dates.Last),
            WeekdayCondition days => Phrase.Of(not + "weekday", PhraseList.Or(days.Days.Select(static day => Phrase.Of("plain", day)))),
            TimeOfDayCondition time => Phrase.Of(not + "time", time.From, time.Until),
            TenureCondition tenure => Phrase.Of($"when.tenure.{tenure.Side}.{(tenure.IsLeast != isNegated ? "least" : "less")}", tenure.Length),
            MeasureCondition measure => Phrase.Of("when.measure", MeasurePhrases.Of(measure.Measure, this), Limit(measure, isNegated)),
            LineCondition line => Phrase.Of(line.Every != isNegated ? "when.line.every" : "when.line.any", Clause(line.Inner, isNegated)),
            CustomCondition { Use: var use } => isNegated
                ? Phrase.Of("not.custom", Phrase.Named("condition", use.Name, CustomWords.Values(use)))
                : Phrase.Named("condition", use.Name, CustomWords.Values(use)),
            _ => FieldClauses.Of(condition, isNegated),
        };
    }

    internal static Phrase Comparing(Comparison comparison, object limit, bool isNegated) => Phrase.Of("compare." + (isNegated, comparison) switch
    {
        (false, _) => comparison.ToString(),
        (true, Comparison.AtLeast) => nameof(Comparison.Below),
        (true, Comparison.Above) => nameof(Comparison.AtMost),
        (true, Comparison.AtMost) => nameof(Comparison.Above),
        (true, Comparison.Below) => nameof(Comparison.AtLeast),
        _ => "Other",
    }, limit);

    private static Phrase Limit(MeasureCondition measure, bool isNegated) => Comparing(
        measure.Comparison,
        measure.Measure.SumOf is { } unit ? Amount.FromMinorUnits(measure.Limit, unit) : measure.Limit,
        isNegated);

    private static IEnumerable<Condition> Parts(Condition condition) =>
        condition is AllCondition all ? all.Conditions.SelectMany(Parts) : [condition];

    private Phrase Group(IReadOnlyList<Condition> conditions, bool isNegated, bool isAny)
    {
        Phrase[] parts = [.. conditions.Select(condition => Clause(condition, isNegated))];
        return parts.Length switch
        {
            0 => Phrase.Of(isAny ? "when.never" : "when.always"),
            1 => parts[0],
            2 when isAny && parts[0].Key == "not.known" && parts[1].Key == "not.in" && parts[0].Values.First().Equals(parts[1].Values.First()) =>
                Phrase.Of("not.in.known", parts[1].Arguments[0], parts[1].Arguments[1]),
            _ => isAny ? Phrase.Of("when.any", PhraseList.Or(parts)) : Phrase.Of("when.all", PhraseList.And(parts)),
        };
    }
}

/// <summary>Conditions over fields as clauses. Who somebody is in the application's books is never named.</summary>
internal static class FieldClauses
{
    private static readonly Field RefereeGroup = Field.Referee("segment");
    private static readonly Field ReferrerGroup = Field.Referrer("segment");

    internal static Phrase Of(Condition condition, bool isNegated)
    {
        var not = isNegated ? "not." : "when.";
        return condition switch
        {
            FieldInCondition { Field: var field } when IsPerson(field) => Phrase.Of(not + "chosen." + field.Source),
            FieldInCondition { Field: var field } groups when field == RefereeGroup || field == ReferrerGroup =>
                Phrase.Of(not + "group." + field.Source, PhraseList.Or(groups.Values.Select(static group => Phrase.Named("group", group)))),
            FieldInCondition values => Phrase.Of(
                not + "in", Of(values.Field), PhraseList.Or(values.Values.Select(static value => Phrase.Of("quoted", value)))),
            FieldTextCondition { Field: var field } when IsPerson(field) => Phrase.Of(not + "chosen." + field.Source),
            FieldTextCondition text => Phrase.Of(
                not + text.Match switch { TextMatch.StartsWith => "starts", TextMatch.EndsWith => "ends", _ => "contains" }, Of(text.Field), text.Text),
            FieldKnownCondition known => Phrase.Of(not + "known", Of(known.Field)),
            FieldNumberCondition number => Phrase.Of(
                "when.number", Of(number.Field), ConditionClauses.Comparing(number.Comparison, number.Limit, isNegated)),
            FieldTimeCondition time => Phrase.Of(not + "during", Of(time.Field), Range(time)),
            _ => throw new InvalidOperationException($"A {condition.GetType().Name} has no words in terms yet."),
        };
    }

    internal static Phrase Of(Field field) => field.Source == FieldSource.Referral
        ? Phrase.Of("field.referral." + field.Name)
        : Phrase.Named($"field.{field.Source.ToString().ToLowerInvariant()}", field.Name);

    private static bool IsPerson(Field field) => field is { Source: FieldSource.Referee or FieldSource.Referrer, Name: "id" };

    private static Phrase Range(FieldTimeCondition time) => (time.From, time.Until) switch
    {
        ({ } from, { } until) => Phrase.Of("range.both", from, until),
        ({ } from, null) => Phrase.Of("range.from", from),
        _ => Phrase.Of("range.until", time.Until!.Value),
    };
}

/// <summary>What is counted or summed, as a noun.</summary>
internal static class MeasurePhrases
{
    /// <param name="measure">What is counted.</param>
    /// <param name="clauses">What is spoken of, for measures of what counts for a rule.</param>
    internal static Phrase Of(Measure measure, ConditionClauses clauses)
    {
        var ofRule = measure.Subject is MeasureSubject.RuleConversions or MeasureSubject.RuleConversionsOfReferee;
        var events = measure.Event is { } name ? Phrase.Named("events", name)
            : ofRule ? clauses.Events("measure.cases") : Phrase.Of("measure.any");
        var subject = measure.Subject == MeasureSubject.Referrals
            ? Phrase.Of("measure.Referrals")
            : Phrase.Of("measure." + measure.Subject, events);
        var counted = measure.SumOf is { } unit ? Phrase.Of("measure.sum", subject, unit) : Phrase.Of("measure.count", subject);
        var framed = measure.Per.Kind == TimeFrameKind.Lifetime ? counted : Phrase.Of("measure.over", counted, measure.Per);
        return measure.CountsCurrent ? framed : Phrase.Of("measure.earlier", framed);
    }

    /// <summary>A threshold in what the measure counts: whole numbers, or an amount.</summary>
    internal static object Threshold(Measure measure, decimal from) => measure.SumOf is { } unit ? Amount.Of(from, unit) : from;
}

/// <summary>What the words of the application for a custom rule or condition can show: its parameters, in the order of their names.</summary>
internal static class CustomWords
{
    /// <summary>How many parameters words can show.</summary>
    private const int MaxShown = 8;

    internal static object[] Values(CustomUse use) => [.. use.With.All.Take(MaxShown).Select(static one => Shown(one.Value))];

    private static object Shown(object value) => value switch
    {
        decimal => value,
        string text when Amount.TryParse(text, out var amount) => amount,
        ValueList<string> texts => PhraseList.By("list.or", texts),
        _ => RuleParameters.Shown(value),
    };
}
