using System.Globalization;

namespace Replay.Tables;

/// <summary>Reads a CSV file with a header.</summary>
internal static class CsvTable
{
    private const string Cut = "If this is the last line, the file was cut off: export it again.";

    public static Table Read(string file, TextReader reader, FaultList faults)
    {
        var records = new CsvRecords(reader);
        if (records.Next() is not { } header)
        {
            faults.Add(file, "the file is empty", "Its first line names the columns.");
            return new Table(file, [], new FaultList());
        }

        var table = new Table(file, header.Select(static name => name.Trim()), faults);
        while (records.Next() is { } fields)
        {
            var text = string.Join(',', fields);
            if (records.IsCut)
            {
                table.Broken(records.Line, text, "opens a quotation mark and never closes it", Cut);
            }
            else if (fields.Length != header.Length)
            {
                var rule = string.Create(CultureInfo.InvariantCulture, $"has {fields.Length} fields where the header has {header.Length}");
                table.Broken(records.Line, text, rule, fields.Length < header.Length ? Cut : "Put fields with commas in quotation marks.");
            }
            else
            {
                table.Add(records.Line, fields);
            }
        }

        return table;
    }
}
