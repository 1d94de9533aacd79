using System.Globalization;
using System.Text;
using Referrals.Sharing;

namespace Referrals.AspNetCore.Dashboard.Requests;

/// <summary>A table as a file for spreadsheets (RFC 4180, UTF-8), written as it is read.</summary>
internal sealed class CsvResult(string name, IReadOnlyList<string> headings, IAsyncEnumerable<IReadOnlyList<object?>> rows) : IResult
{
    /// <summary>A file over all pages of a list; each is read when the one before is written.</summary>
    internal static CsvResult OfPages<T>(
        string name, IReadOnlyList<string> headings, Func<string?, ValueTask<Page<T>>> read, Func<T, IReadOnlyList<object?>> row) =>
        new(name, headings, RowsAsync(read, row));

    private static async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync<T>(Func<string?, ValueTask<Page<T>>> read, Func<T, IReadOnlyList<object?>> row)
    {
        for (string? cursor = null; ;)
        {
            var page = await read(cursor).ConfigureAwait(false);
            foreach (var one in page.Items)
            {
                yield return row(one);
            }

            if ((cursor = page.Next) is null)
            {
                yield break;
            }
        }
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/csv; charset=utf-8";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
        await using var writer = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Line(headings)).ConfigureAwait(false);
        await foreach (var row in rows.WithCancellation(httpContext.RequestAborted).ConfigureAwait(false))
        {
            await writer.WriteAsync(Line(row)).ConfigureAwait(false);
        }
    }

    private static string Line(IEnumerable<object?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>Numbers and times are written here; a text, which somebody may have chosen, is never one that a spreadsheet runs.</summary>
    private static string Cell(object? value)
    {
        if (value is null)
        {
            return string.Empty;
        }

        if (value is Amount amount)
        {
            return amount.Value.ToString("F" + amount.Unit.Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }

        if (value is IFormattable and not Enum)
        {
            return ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
        }

        var text = value.ToString()!;
        text = SafeText.IsFormula(text) ? "'" + text : text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
    }
}
