using System.Text.Json;

namespace Replay.Tables;

/// <summary>
/// Reads a file with one JSON object a line. The columns are all names that occur; a name that a line lacks is a blank cell.
/// </summary>
internal static class JsonLinesTable
{
    /// <summary>Each name is a column of every row.</summary>
    private const int MaxColumns = 200;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 4 };

    public static Table Read(string file, TextReader reader, FaultList faults)
    {
        var lines = new List<(int Line, Dictionary<string, string> Cells)>();
        for (var (number, text) = (1, reader.ReadLine()); text is not null; (number, text) = (number + 1, reader.ReadLine()))
        {
            if (!string.IsNullOrWhiteSpace(text) && Cells(file, number, text, faults) is { } cells)
            {
                lines.Add((number, cells));
            }
        }

        var columns = lines.SelectMany(static line => line.Cells.Keys).Distinct(StringComparer.Ordinal).Take(MaxColumns + 1).ToList();
        if (columns.Count > MaxColumns)
        {
            throw new InvalidDataException($"its objects have more than {MaxColumns} different names");
        }

        if (columns.Count == 0)
        {
            faults.Add(file, "the file has no rows", "Write one JSON object a line.");
            return new Table(file, [], new FaultList());
        }

        var table = new Table(file, columns, faults);
        foreach (var (line, cells) in lines)
        {
            table.Add(line, [.. columns.Select(column => cells.GetValueOrDefault(column, string.Empty))]);
        }

        return table;
    }

    private static Dictionary<string, string>? Cells(string file, int line, string text, FaultList faults)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                faults.Add(new Fault(
                    file, line, null, text, "is not a JSON object", "Write one object a line, such as {\"share_id\": \"S1\"}."));
                return null;
            }

            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    var value = member.Value.GetRawText();
                    faults.Add(new Fault(file, line, member.Name, value, "is not a value", "Write a text or a number."));
                }
                else if (!cells.TryAdd(member.Name, member.Value.ToString()))
                {
                    faults.Add(new Fault(
                        file, line, member.Name, null, "the name stands twice in the object", "Keep one of the two."));
                }
            }

            return cells;
        }
        catch (JsonException)
        {
            faults.Add(new Fault(
                file, line, null, text, "is not valid JSON", "If this is the last line, the file was cut off: export it again."));
            return null;
        }
    }
}
