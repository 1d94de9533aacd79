using System.Globalization;
using Replay.Tables;

namespace Replay.Reading;

/// <summary>What rows say about each other: ids occur once, and what a row refers to exists.</summary>
internal static class References
{
    /// <summary>Finds ids that occur twice, and answers all of them.</summary>
    public static KnownIds Unique(Table table, string column)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            if (row.Text(column) is { } id && !first.TryAdd(id, row.Line))
            {
                var rule = string.Create(CultureInfo.InvariantCulture, $"occurs a second time, after line {first[id]}");
                row.Fault(column, id, rule, "Ids are unique: take one of the two rows out.");
            }
        }

        return new KnownIds(table, first.Keys);
    }

    public static void Exist(Table table, string column, KnownIds known, string what)
    {
        foreach (var row in table.Rows)
        {
            if (row.Text(column) is { } id && known.Lacks(id))
            {
                row.Fault(column, id, $"is not a {what} of {known.File}", $"Add the {what} there, or take this row out.");
            }
        }
    }
}
