using NodaTime;
using NodaTime.Text;

namespace Referrals.Serialization;

/// <summary>Reads the tree of conditions.</summary>
internal static class ConditionReader
{
    internal static Condition? Read(ConditionDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        var name = reader.OneOf(
            path,
            "A condition",
            ("always", document.Always),
            ("all", document.All),
            ("any", document.Any),
            ("not", document.Not),
            ("event", document.Event),
            ("happened", document.Happened),
            ("nth", document.Nth),
            ("everyNth", document.EveryNth),
            ("atLeast", document.AtLeast),
            ("amount", document.Amount),
            ("within", document.Within),
            ("onDates", document.OnDates),
            ("onWeekdays", document.OnWeekdays),
            ("atTimes", document.AtTimes),
            ("memberFor", document.MemberFor),
            ("count", document.Count),
            ("attribute", document.Attribute),
            ("field", document.Field),
            ("segment", document.Segment),
            ("anyLine", document.AnyLine),
            ("everyLine", document.EveryLine),
            ("custom", document.Custom));
        return name is null ? null : Single(document, name, $"{path}.{name}", reader);
    }

    private static Condition? Single(ConditionDocument document, string name, string path, DocumentReader reader) => name switch
    {
        "always" => Always(document.Always!.Value, path, reader),
        "all" => Several(document.All!, path, reader) is { Count: > 0 } all ? Condition.All(all) : null,
        "any" => Several(document.Any!, path, reader) is { Count: > 0 } any ? Condition.Any(any) : null,
        "not" => Around(document.Not, path, reader, Condition.Not),
        "anyLine" => Around(document.AnyLine, path, reader, Condition.AnyLine),
        "everyLine" => Around(document.EveryLine, path, reader, Condition.EveryLine),
        "event" => reader.Text(document.Event, path) is { } text ? Condition.Event(text) : null,
        "happened" => reader.Text(document.Happened, path) is { } text ? Condition.Happened(text) : null,
        "custom" => CustomDocument.Use(document.Custom, path, reader) is { } use ? Condition.Custom(use.Name, use.With) : null,
        "nth" => reader.InRange(document.Nth!.Value, 1, int.MaxValue, path) ? Condition.Nth(document.Nth.Value) : null,
        "everyNth" => reader.InRange(document.EveryNth!.Value, 1, int.MaxValue, path) ? Condition.EveryNth(document.EveryNth.Value) : null,
        "atLeast" => reader.Amount(document.AtLeast, path) is { } amount ? Condition.AtLeast(amount) : null,
        "amount" => Amount(document.Amount!, path, reader),
        "within" => reader.Period(document.Within, path) is { } window ? Condition.Within(window) : null,
        "segment" => Values(document.Segment!, path, reader) is { } segments ? Condition.Segment(segments) : null,
        "attribute" => Attribute(document.Attribute!, path, reader),
        "field" => FieldReader.Read(document.Field!, path, reader),
        "count" => MeasureReader.Condition(document.Count!, path, reader),
        _ => TimeOf(document, name, path, reader),
    };

    private static Condition? TimeOf(ConditionDocument document, string name, string path, DocumentReader reader)
    {
        if (name == "onDates")
        {
            return reader.Pattern(document.OnDates!.First, LocalDatePattern.Iso, "2026-11-27", $"{path}.first") is { } first
                && reader.Pattern(document.OnDates.Last, LocalDatePattern.Iso, "2026-11-30", $"{path}.last") is { } last
                ? reader.Try(path, () => Condition.OnDates(first, last))
                : null;
        }

        if (name == "onWeekdays")
        {
            var days = document.OnWeekdays!.Select((day, i) => reader.Weekday(day, $"{path}[{i}]") ?? IsoDayOfWeek.Monday).ToArray();
            return reader.Try(path, () => Condition.OnWeekdays(days));
        }

        if (name == "atTimes")
        {
            return reader.Pattern(document.AtTimes!.From, LocalTimePattern.ExtendedIso, "09:00:00", $"{path}.from") is { } from
                && reader.Pattern(document.AtTimes.Until, LocalTimePattern.ExtendedIso, "17:00:00", $"{path}.until") is { } until
                ? reader.Try(path, () => Condition.AtTimes(from, until))
                : null;
        }

        return Tenure(document.MemberFor!, path, reader);
    }

    private static Condition? Tenure(TenureDocument document, string path, DocumentReader reader)
    {
        if (document.Side is null)
        {
            reader.Missing($"{path}.side", "referrer or referee");
        }

        var side = reader.Name(document.Side, ProgramNames.Sides, default, $"{path}.side");
        return reader.OneOf(path, "memberFor", ("atLeast", document.AtLeast), ("lessThan", document.LessThan)) switch
        {
            "atLeast" => reader.Period(document.AtLeast, $"{path}.atLeast") is { } least ? Condition.MemberFor(side, least) : null,
            "lessThan" => reader.Period(document.LessThan, $"{path}.lessThan") is { } less ? Condition.MemberForLessThan(side, less) : null,
            _ => null,
        };
    }

    private static Condition? Amount(AmountDocument document, string path, DocumentReader reader)
    {
        (string Name, object? Value)[] members =
        [
            ("atLeast", document.AtLeast), ("above", document.Above), ("atMost", document.AtMost), ("below", document.Below),
            ("exactly", document.Exactly),
        ];
        if (reader.OneOf(path, "An amount", members) is not { } name)
        {
            return null;
        }

        var (_, text) = members.First(member => member.Name == name);
        return reader.Amount((string)text!, $"{path}.{name}") is { } limit
            ? Condition.Amount(MeasureReader.Comparisons[Array.FindIndex(members, member => member.Name == name)], limit)
            : null;
    }

    private static Condition? Always(bool value, string path, DocumentReader reader)
    {
        if (value)
        {
            return Condition.Always;
        }

        reader.Report(ProgramCodes.InvalidValue, path, "A condition that never holds rewards nobody; write true, or leave it out.");
        return null;
    }

    private static Condition? Around(ConditionDocument? inner, string path, DocumentReader reader, Func<Condition, Condition> make) =>
        Read(inner, path, reader) is { } condition ? make(condition) : null;

    private static Condition? Attribute(AttributeDocument document, string path, DocumentReader reader)
    {
        if (document.Name is null)
        {
            reader.Missing($"{path}.name", "the attribute's name");
        }

        if (document.In is null)
        {
            reader.Missing($"{path}.in", "an array of values");
        }

        return reader.Text(document.Name, $"{path}.name") is { } name
            && document.In is { } list
            && Values(list, $"{path}.in", reader) is { } values
            ? Condition.Attribute(name, values)
            : null;
    }

    internal static List<string>? Values(List<string> values, string path, DocumentReader reader)
    {
        if (values.Count == 0)
        {
            reader.Report(ProgramCodes.InvalidValue, path, "The array is empty; give it at least one value.");
            return null;
        }

        var valid = true;
        for (var i = 0; i < values.Count; i++)
        {
            valid &= reader.Text(values[i], $"{path}[{i}]") is not null;
        }

        return valid ? values : null;
    }

    private static List<Condition> Several(List<ConditionDocument> documents, string path, DocumentReader reader)
    {
        var conditions = new List<Condition>(documents.Count);
        for (var i = 0; i < documents.Count; i++)
        {
            if (Read(documents[i], $"{path}[{i}]", reader) is { } condition)
            {
                conditions.Add(condition);
            }
        }

        return conditions;
    }
}

/// <summary>Reads conditions over fields.</summary>
internal static class FieldReader
{
    internal static Condition? Read(FieldDocument document, string path, DocumentReader reader)
    {
        if (Name(document.Name, $"{path}.name", reader) is not { } field)
        {
            return null;
        }

        var name = reader.OneOf(
            path,
            "A field",
            ("atLeast", document.AtLeast),
            ("above", document.Above),
            ("atMost", document.AtMost),
            ("below", document.Below),
            ("exactly", document.Exactly),
            ("in", document.In),
            ("contains", document.Contains),
            ("startsWith", document.StartsWith),
            ("endsWith", document.EndsWith),
            ("from", document.From ?? document.Until),
            ("known", document.Known));
        if (name is not (null or "startsWith" or "endsWith"))
        {
            reader.Only(path, name, [name], ("matchCase", document.MatchCase));
        }

        var place = name is null ? -1 : Array.IndexOf(MeasureReader.ComparisonNames, name);
        if (place >= 0)
        {
            decimal?[] limits = [document.AtLeast, document.Above, document.AtMost, document.Below, document.Exactly];
            return Condition.Compare(field, MeasureReader.Comparisons[place], limits[place]!.Value);
        }

        return name switch
        {
            "in" => ConditionReader.Values(document.In!, $"{path}.in", reader) is { } values ? Condition.In(field, values) : null,
            "contains" => reader.Text(document.Contains, $"{path}.contains") is { } text ? Condition.Contains(field, text) : null,
            "startsWith" => reader.Text(document.StartsWith, $"{path}.startsWith") is { } text
                ? Condition.StartsWith(field, text, document.MatchCase ?? false) : null,
            "endsWith" => reader.Text(document.EndsWith, $"{path}.endsWith") is { } text
                ? Condition.EndsWith(field, text, document.MatchCase ?? false) : null,
            "known" => document.Known == true ? Condition.Known(field) : Condition.Not(Condition.Known(field)),
            "from" => During(document, field, path, reader),
            _ => null,
        };
    }

    internal static Field? Name(string? text, string path, DocumentReader reader)
    {
        if (text is null)
        {
            reader.Missing(path, "a field such as referee.country");
            return null;
        }

        if (Field.TryParse(text, out var field))
        {
            return field;
        }

        reader.Report(
            ProgramCodes.InvalidValue,
            path,
            $"'{text}' is not a valid field; write event, referee, referrer, referral or line, a dot and a name, such as referee.country.");
        return null;
    }

    private static Condition? During(FieldDocument document, Field field, string path, DocumentReader reader)
    {
        var from = reader.Instant(document.From, $"{path}.from");
        var until = reader.Instant(document.Until, $"{path}.until");
        return (document.From is not null && from is null) || (document.Until is not null && until is null)
            ? null
            : reader.Try(path, () => Condition.During(field, from, until));
    }
}

/// <summary>Reads what is counted or summed, and conditions over it.</summary>
internal static class MeasureReader
{
    internal static readonly string[] ComparisonNames = ["atLeast", "above", "atMost", "below", "exactly"];

    internal static readonly Comparison[] Comparisons =
        [Comparison.AtLeast, Comparison.Above, Comparison.AtMost, Comparison.Below, Comparison.Exactly];

    internal static Measure? Read(MeasureDocument? document, string path, DocumentReader reader)
    {
        if (document?.Of is null)
        {
            reader.Missing($"{path}.of", "what is counted, such as ownConversions");
            return null;
        }

        var subject = reader.Name(document.Of, ProgramNames.Subjects, default, $"{path}.of");
        var name = reader.Text(document.Event, $"{path}.event");
        var sumOf = document.SumOf is null ? null : reader.Unit(document.SumOf, $"{path}.sumOf");
        if ((document.SumOf is not null && sumOf is null) || (document.Event is not null && name is null))
        {
            return null;
        }

        var measure = Measure.Of(subject, name).In(reader.TimeFrame(document, path));
        measure = document.BeforeCurrent == true ? measure.BeforeCurrent() : measure;
        return sumOf is { } unit ? reader.Try($"{path}.sumOf", () => measure.Sum(unit)) : measure;
    }

    internal static Condition? Condition(CountDocument document, string path, DocumentReader reader)
    {
        decimal?[] limits = [document.AtLeast, document.Above, document.AtMost, document.Below, document.Exactly];
        var name = reader.OneOf(
            path,
            "A count",
            ("atLeast", document.AtLeast),
            ("above", document.Above),
            ("atMost", document.AtMost),
            ("below", document.Below),
            ("exactly", document.Exactly));
        if (Read(document.Measure, $"{path}.measure", reader) is not { } measure || name is null)
        {
            return null;
        }

        var place = Array.IndexOf(ComparisonNames, name);
        var limit = limits[place]!.Value;
        return reader.Try($"{path}.{name}", () => measure.SumOf is { } unit
            ? Referrals.Condition.Sum(measure, Comparisons[place], Amount.Of(limit, unit))
            : decimal.Truncate(limit) == limit
                ? Referrals.Condition.Count(measure, Comparisons[place], decimal.ToInt64(limit))
                : throw new ArgumentException($"{limit} is not a whole number, but a count must be one."));
    }
}
