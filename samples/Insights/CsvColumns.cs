using System.Globalization;
using Replay.Tables;

namespace InsightsSample;

/// <summary>A CSV file as columns.</summary>
internal sealed class CsvColumns
{
    private readonly string _path;
    private readonly Dictionary<string, string[]> _columns;

    private CsvColumns(string path, Dictionary<string, string[]> columns) => (_path, _columns) = (path, columns);

    public static CsvColumns Read(string path)
    {
        using var reader = new StreamReader(path);
        var records = new CsvRecords(reader);
        var header = records.Next() ?? throw new FormatException($"{path} is empty. Its first line names the columns.");
        var rows = new List<string[]>();
        while (records.Next() is { } row)
        {
            rows.Add(row.Length == header.Length
                ? row
                : throw new FormatException($"{path}, line {records.Line}: there are {row.Length} fields, but the header has {header.Length}."));
        }

        return new CsvColumns(path, header.Select((name, i) => (Name: name, Cells: rows.Select(row => row[i]).ToArray()))
            .ToDictionary(pair => pair.Name, pair => pair.Cells));
    }

    public int Rows => _columns.Values.First().Length;

    public string[] Text(string name) => _columns.TryGetValue(name, out var column)
        ? column
        : throw new FormatException($"{_path} has no column '{name}'; it has {string.Join(", ", _columns.Keys)}.");

    public double[] Numbers(string name) => [.. Text(name).Select((cell, row) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{_path}, row {row + 1}: '{cell}' in the column '{name}' is not a number."))];

    public bool[] Flags(string name) => [.. Numbers(name).Select(number => number != 0)];

    /// <summary>Times as days since the start of 2025.</summary>
    public double[] Days(string name) => [.. Text(name).Select((cell, row) =>
        DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (time - new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalDays
            : throw new FormatException($"{_path}, row {row + 1}: '{cell}' in the column '{name}' is not a time."))];
}
