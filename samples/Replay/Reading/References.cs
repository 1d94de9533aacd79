using System.Globalization;

namespace Replay.Reading;

/// <summary>What rows say about each other: ids occur once, and what a row refers to exists.</summary>
internal static class References
{
    /// <summary>Finds ids that occur twice, and answers all of them.</summary>
    public static HashSet<string> Unique(Table table, string column)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            if (row.Text(column) is { } id && !first.TryAdd(id, row.Line))
            {
                var rule = string.Create(CultureInfo.InvariantCulture, $"has occurred as {column} before, in line {first[id]}");
                row.Fault(id, rule, "Ids are unique: take one of the two rows out.");
            }
        }

        return [.. first.Keys];
    }

    /// <summary>Finds references to nothing. Where nothing is known at all, the missing file has been named already.</summary>
    public static void Exist(Table table, string column, HashSet<string> known, string what, string file)
    {
        foreach (var row in table.Rows)
        {
            if (known.Count > 0 && row.Text(column) is { } id && !known.Contains(id))
            {
                row.Fault(id, $"is no {what} that {file} knows", $"Add the {what} to {file}, or take the row out.");
            }
        }
    }
}
