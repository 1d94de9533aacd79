using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

/// <summary>Reads the tree of conditions.</summary>
internal static class ConditionReader
{
    private static readonly string[] Names =
        ["all", "any", "not", "event", "nth", "atLeast", "within", "attribute", "segment", "custom"];

    internal static Condition? Read(ConditionDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        var given = Given(document);
        if (given.Count == 1)
        {
            return Single(document, $"{path}.{given[0]}", reader);
        }

        if (given.Count > 1 || !Names.Any(name => reader.Reported($"{path}.{name}")))
        {
            reader.Report(
                ProgramCodes.OneOf,
                path,
                given.Count == 0
                    ? $"A condition takes one of {string.Join(", ", Names)}."
                    : $"A condition takes one member, not {string.Join(" and ", given)}; put several into \"all\": [ ... ].");
        }

        return null;
    }

    private static List<string> Given(ConditionDocument document)
    {
        object?[] members =
        [
            document.All, document.Any, document.Not, document.Event, document.Nth, document.AtLeast, document.Within,
            document.Attribute, document.Segment, document.Custom,
        ];
        return [.. Names.Where((_, i) => members[i] is not null)];
    }

    private static Condition? Single(ConditionDocument document, string path, DocumentReader reader)
    {
        if (document.All is { } all)
        {
            return Condition.All(Several(all, path, reader));
        }

        if (document.Any is { } any)
        {
            return Condition.Any(Several(any, path, reader));
        }

        if (document.Not is not null)
        {
            return Read(document.Not, path, reader) is { } inner ? Condition.Not(inner) : null;
        }

        if (document.Nth is { } nth)
        {
            return reader.InRange(nth, 1, int.MaxValue, path) ? Condition.Nth(nth) : null;
        }

        if (document.Within is not null)
        {
            return reader.Window(document.Within, path) is { } window ? Condition.WithinOfSignUp(window) : null;
        }

        if (document.AtLeast is not null)
        {
            return reader.Amount(document.AtLeast, path) is { } amount ? Condition.AtLeast(amount) : null;
        }

        return document.Attribute is { } attribute ? Attribute(attribute, path, reader)
            : document.Segment is { } segment ? Values(segment, path, reader) is { } segments ? Condition.Segment(segments) : null
            : Named(document, path, reader);
    }

    private static Condition? Named(ConditionDocument document, string path, DocumentReader reader) =>
        document.Event is not null
            ? reader.Text(document.Event, path) is { } name ? Condition.Event(name) : null
            : reader.Text(document.Custom, path) is { } custom ? Condition.Custom(custom) : null;

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

    private static List<string>? Values(List<string> values, string path, DocumentReader reader)
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
