using Referrals.Qualification;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

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
            ? Qualification.Condition.Sum(measure, Comparisons[place], Amount.Of(limit, unit))
            : decimal.Truncate(limit) == limit
                ? Qualification.Condition.Count(measure, Comparisons[place], decimal.ToInt64(limit))
                : throw new ArgumentException($"{limit} is no whole number, but a count is one."));
    }
}
