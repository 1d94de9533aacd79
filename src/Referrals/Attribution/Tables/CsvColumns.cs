using System.Globalization;

namespace Referrals.Attribution.Tables;

/// <summary>Finds columns by their header and collects what is wrong with their fields.</summary>
internal sealed class CsvColumns
{
    internal const int MaxErrors = 20;

    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<TableError> _errors = [];

    internal IReadOnlyList<TableError> Errors => _errors;

    internal bool IsFull => _errors.Count >= MaxErrors;

    internal bool Has(string name) => _places.ContainsKey(name);

    internal void ReadHeader(CsvReader csv)
    {
        if (!csv.Read())
        {
            Report(1, "The table is empty. Its first line must name the columns.");
            return;
        }

        for (var i = 0; i < csv.FieldCount; i++)
        {
            var name = csv[i].Trim().ToString();
            if (!_places.TryAdd(name, i))
            {
                Report(csv.Line, $"The column '{name}' is named twice. Rename or remove one of the two.");
            }
        }
    }

    /// <summary>The place of a column; an error and -1 where it is missing.</summary>
    internal int Require(string name, string layout)
    {
        if (_places.TryGetValue(name, out var place))
        {
            return place;
        }

        Report(1, $"The column '{name}' is missing. {layout}");
        return -1;
    }

    internal int Find(string name) => _places.GetValueOrDefault(name, -1);

    /// <summary>Whether a row has as many fields as the header, and its quotes are closed.</summary>
    internal bool Check(CsvReader csv)
    {
        if (csv.IsUnclosed)
        {
            Report(csv.Line, "A quote is opened and never closed. Close it, or double it if it belongs to the text.");
            return false;
        }

        if (csv.FieldCount != _places.Count)
        {
            Report(csv.Line, $"The row has {csv.FieldCount} fields, but the header has {_places.Count}. Quote fields that contain commas.");
            return false;
        }

        return true;
    }

    /// <summary>A finite number of 0 or more; an error and <c>false</c> otherwise.</summary>
    internal bool Number(CsvReader csv, int place, string name, out double number)
    {
        if (double.TryParse(csv[place], NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number) && number >= 0)
        {
            return true;
        }

        Report(csv.Line, $"'{csv[place]}' in column '{name}' is no number of 0 or more. Write digits with a point, such as 12.5.");
        return false;
    }

    internal void Report(int line, string message)
    {
        if (!IsFull)
        {
            _errors.Add(new TableError(line, message));
        }
    }
}
