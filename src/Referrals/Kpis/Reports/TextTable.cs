using System.Text;

namespace Referrals.Kpis.Reports;

/// <summary>Columns of text, aligned: the first and the last to the left, the others to the right.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    internal TextTable(params string[] headings) => _rows.Add(headings);

    internal void Add(params string[] row) => _rows.Add(row);

    public override string ToString()
    {
        var columns = _rows[0].Length;
        var widths = Enumerable.Range(0, columns).Select(c => _rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < _rows.Count; i++)
        {
            Line(text, _rows[i], widths);
            if (i == 0)
            {
                Line(text, [.. widths.Select(w => new string('-', w))], widths);
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string[] row, int[] widths)
    {
        var line = new StringBuilder();
        for (var c = 0; c < row.Length; c++)
        {
            var left = c == 0 || c == row.Length - 1;
            _ = line.Append(c == 0 ? string.Empty : Gap).Append(left ? row[c].PadRight(widths[c]) : row[c].PadLeft(widths[c]));
        }

        _ = text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
