using System.Buffers;
using System.Globalization;
using Referrals.Imports.Reading;

namespace Referrals.Imports.Applying;

/// <summary>Writes rows that were set aside as they were, with what was wrong behind them, so that they can be mended and imported.</summary>
internal sealed class SetAsideFile(TextWriter writer)
{
    private IReadOnlyList<string>? _headings;

    internal async ValueTask WriteAsync(IReadOnlyList<string> headings, RawRow raw, IEnumerable<ImportFinding> findings)
    {
        if (!ReferenceEquals(_headings, headings))
        {
            _headings = headings;
            if (raw.File.Section is { } section)
            {
                await writer.WriteAsync(section + "\r\n").ConfigureAwait(false);
            }

            await writer.WriteAsync(Line([.. headings, "import line", "import findings"])).ConfigureAwait(false);
        }

        // A row with too few cells is filled up, so that what is wrong stands in its column.
        var cells = raw.Text.Concat(Enumerable.Repeat(string.Empty, Math.Max(0, headings.Count - raw.Text.Count))).Take(headings.Count);
        var wrong = string.Join("; ", findings.Where(static finding => !finding.IsNote));
        await writer.WriteAsync(Line([.. cells, raw.Line.ToString(CultureInfo.InvariantCulture), wrong])).ConfigureAwait(false);
    }

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(static cell => CsvText.Quoted(cell))) + "\r\n";
}

/// <summary>Cells of CSV (RFC 4180).</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\t\"\r\n");

    internal static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(Special) ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cell;
}
