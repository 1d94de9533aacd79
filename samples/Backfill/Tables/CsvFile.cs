using System.Globalization;
using Replay.Tables;

namespace Backfill.Tables;

/// <summary>Reads one exported table. A file or column that is missing stops the run; a broken row is named and passed over.</summary>
internal static class CsvFile
{
    public static List<Row> Read(string folder, string name, ICollection<string> notes, params string[] columns)
    {
        var file = name + ".csv";
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            throw new UnusableInputException($"The file {file} is missing in {folder}. Export the table {name} as CSV.");
        }

        using var text = new StreamReader(path);
        using var reader = new BoundedReader(text);
        var records = new CsvRecords(reader);
        var header = (records.Next() ?? []).Select(static column => column.Trim()).ToArray();
        if (columns.Except(header).ToList() is { Count: > 0 } missing)
        {
            throw new UnusableInputException(
                $"{file} lacks the columns {string.Join(", ", missing)}. Its header has {string.Join(", ", header)}.");
        }

        var rows = new List<Row>();
        while (records.Next() is { } fields)
        {
            if (fields.Length == header.Length && !records.IsCut)
            {
                var cells = header.Zip(fields).DistinctBy(static cell => cell.First)
                    .ToDictionary(static cell => cell.First, static cell => cell.Second);
                rows.Add(new Row(file, records.Line, cells, notes));
            }
            else
            {
                notes.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file} line {records.Line}: {fields.Length} fields where the header has {header.Length}; the row cannot be used."));
            }
        }

        return rows;
    }
}
