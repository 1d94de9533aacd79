using System.Text;

namespace Referrals;

/// <summary>A small table of a program's terms: steps, stages, or a choice.</summary>
public sealed class TermsTable
{
    internal TermsTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Columns = columns;
        Rows = rows;
    }

    /// <summary>The headings of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows; each has as many cells as there are columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }
}

/// <summary>Tables as plain text and as Markdown.</summary>
internal static class TermsTableText
{
    internal static void Append(StringBuilder text, TermsTable? table)
    {
        if (table is null)
        {
            return;
        }

        var widths = Enumerable.Range(0, table.Columns.Count).Select(column => table.Rows.Append(table.Columns).Max(row => row[column].Length)).ToArray();
        foreach (var row in table.Rows.Prepend(table.Columns))
        {
            var cells = row.Select((cell, column) => cell.PadRight(widths[column]));
            _ = text.Append("    ").Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
    }

    internal static void AppendMarkdown(StringBuilder text, TermsTable? table)
    {
        if (table is null)
        {
            return;
        }

        _ = text.Append('\n');
        Row(table.Columns.Select(Escape));
        Row(table.Columns.Select(static _ => "---"));
        foreach (var row in table.Rows)
        {
            Row(row.Select(Escape));
        }

        void Row(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    /// <summary>What would be markup stands as it is; a line stays one line.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' or '~'
                ? escaped.Append('\\').Append(c)
                : escaped.Append(char.IsControl(c) ? ' ' : c);
        }

        return escaped.ToString();
    }
}
