using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

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
            ("from", document.From ?? document.Until),
            ("known", document.Known));
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
            $"'{text}' is no field; write event, referee, referrer, referral or line, a dot and a name, such as referee.country.");
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
