using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Referrals.Sharing.Messages;

/// <summary>Makes text harmless for the place it goes to.</summary>
public static class SafeText
{
    private const string FormulaStarts = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Text for HTML, in an element or in a quoted attribute.</summary>
    public static string ForHtml(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Html.Encode(text);
    }

    /// <summary>Text for a part of a URL, such as the value of a parameter. Lone surrogates become U+FFFD.</summary>
    public static string ForUrl(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Uri.EscapeDataString(text);
    }

    /// <summary>
    /// Text for a cell of a CSV file, in quotes. A cell that a spreadsheet would take for a formula (that begins with
    /// <c>= + - @</c>, a tab or a line break, in full width too) gets an apostrophe before it, as OWASP advises against
    /// CSV injection.
    /// </summary>
    public static string ForCsv(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isFormula = text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal);
        var mark = isFormula ? "'" : string.Empty;
        return $"\"{mark}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>
    /// Text for the inside of a line: control characters and line breaks become spaces, and the invisible characters
    /// that turn the direction of writing fall away, so that a name cannot add a header to an e-mail or turn a link
    /// around.
    /// </summary>
    public static string ForLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029)
            {
                _ = line.Append(' ');
            }
            else if (rune.Value is not (>= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0x200E or 0x200F or 0x061C))
            {
                _ = line.Append(rune);
            }
        }

        return line.ToString().Trim();
    }
}
