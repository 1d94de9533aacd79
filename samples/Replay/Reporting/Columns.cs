using System.Text;

namespace Replay.Reporting;

/// <summary>
/// Rows of text in aligned columns; <c>&gt;</c> in the layout stands for a column to the right, <c>&lt;</c> for one to the left.
/// </summary>
internal sealed class Columns(string layout)
{
    private readonly List<string[]> _rows = [];

    public Columns Add(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    public override string ToString()
    {
        var widths = layout.Select((_, column) => _rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, column) =>
                layout[column] == '>' ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            _ = text.Append("  ").Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
