using Referrals.Sharing;

namespace Referrals.Imports.Reading;

/// <summary>Which columns of a table mean what.</summary>
internal sealed class Heading
{
    private readonly int[] _columns;

    private Heading(ImportFile file, int[] columns, string?[] names, int count)
    {
        File = file;
        _columns = columns;
        Names = names;
        Count = count;
    }

    internal ImportFile File { get; }

    /// <summary>The heading of each field; <c>null</c> for a field without a column.</summary>
    internal string?[] Names { get; }

    /// <summary>How many columns the table has.</summary>
    internal int Count { get; }

    /// <summary>Letters and digits alone, in lower case: what headings are compared by.</summary>
    internal static string Folded(string heading) => string.Create(
        heading.Count(char.IsLetterOrDigit),
        heading,
        static (folded, whole) =>
        {
            var at = 0;
            foreach (var c in whole.Where(char.IsLetterOrDigit))
            {
                folded[at++] = char.ToLowerInvariant(c);
            }
        });

    /// <summary>
    /// The kind of file that a heading fits best: of those whose needed columns are all there, the one with the most columns; of equals, the first.
    /// </summary>
    internal static Heading? Find(ImportSource source, IReadOnlyList<string> headings, string? section, string? only, out ImportFinding? problem)
    {
        problem = null;
        var candidates = source.Files
            .Where(file => (only is null || file.Name == only)
                && (section is null || file.Section is null || string.Equals(file.Section, section, StringComparison.OrdinalIgnoreCase)))
            .ToArray();
        var found = candidates.Select(file => Of(file, headings)).OfType<Heading>().ToArray();
        if (found.Length == 0)
        {
            var needed = candidates.Length == 0 ? "a table of the source" : string.Join("; or ", candidates.Select(Needed));
            problem = new ImportFinding(ImportCodes.Heading, null, ImportFinding.Shown(string.Join(", ", headings)), needed);
            return null;
        }

        var best = found.MaxBy(static heading => heading.Names.Count(static name => name is not null))!;
        foreach (var (field, names) in best.File.Columns)
        {
            var same = headings
                .Where(heading => names.Any(name => Folded(name) == Folded(heading)) && Folded(heading) == Folded(best.Names[(int)field] ?? string.Empty))
                .ToArray();
            if (same.Length > 1)
            {
                problem = new ImportFinding(ImportCodes.DuplicateHeading, same[0], $"{same.Length} columns of this name", "one column of this name");
                return null;
            }
        }

        return best;
    }

    /// <summary>The cell of each field of a row; an empty one is <c>null</c>.</summary>
    internal string?[] Cells(IReadOnlyList<string> row)
    {
        var cells = new string?[RawRow.Fields];
        for (var field = 0; field < cells.Length; field++)
        {
            var column = _columns[field];
            cells[field] = column >= 0 && column < row.Count && !string.IsNullOrWhiteSpace(row[column]) ? Plain(row[column].Trim()) : null;
        }

        return cells;
    }

    /// <summary>A text without the apostrophe that an export of this SDK has put before what a spreadsheet would run.</summary>
    private string Plain(string cell) => File.HasFormulaMarks && cell.StartsWith('\'') && SafeText.IsFormula(cell) ? cell[1..] : cell;

    private static Heading? Of(ImportFile file, IReadOnlyList<string> headings)
    {
        var folded = headings.Select(Folded).ToArray();
        var columns = new int[RawRow.Fields];
        var names = new string?[RawRow.Fields];
        Array.Fill(columns, -1);
        foreach (var (field, aliases) in file.Columns)
        {
            foreach (var alias in aliases)
            {
                var column = Array.IndexOf(folded, Folded(alias));
                if (column >= 0)
                {
                    (columns[(int)field], names[(int)field]) = (column, headings[column]);
                    break;
                }
            }
        }

        return file.Needs.All(one => one.Any(field => names[(int)field] is not null)) ? new Heading(file, columns, names, headings.Count) : null;
    }

    private static string Needed(ImportFile file) => file.Name + ": "
        + string.Join(", ", file.Needs.Select(one => string.Join(" or ", one.Select(field => file.Columns.TryGetValue(field, out var names) ? names[0] : field.ToString()))));
}
