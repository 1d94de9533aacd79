using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Referrals.Sharing;

/// <summary>
/// What the names in share messages stand for. All of them are there or have a default, so a message never comes out
/// with a hole.
/// </summary>
/// <remarks>
/// Texts are made harmless for a line. They are cut, with an ellipsis, to 60 characters, and further where a message
/// would not fit its channel; code and link never are. Immutable.
/// A referrer's name is written by the referrer: where strangers get mail in the host's name, let nobody put a link
/// into it.
/// </remarks>
public sealed class ShareValues
{
    /// <summary>A longer text is cut in every message.</summary>
    internal const int MaxText = 60;

    /// <summary>No text is cut to less than this to make a message fit.</summary>
    internal const int MinText = 12;

    internal const int MaxCode = 32;

    /// <summary>
    /// The length of a link that messages are checked with when they are made; a longer one still works.
    /// </summary>
    internal const int UsualLink = 120;

    internal const int MaxLink = 1_000;

    /// <summary>The values of one share.</summary>
    /// <param name="referrer"><c>{referrer}</c>: who shares, as the recipient knows that person.</param>
    /// <param name="program"><c>{program}</c>: what the program or the product is called.</param>
    /// <param name="reward"><c>{reward}</c>: what the recipient gets, written for the culture of the message.</param>
    /// <param name="code"><c>{code}</c>: the code as it is shown to people, of up to 32 characters.</param>
    /// <param name="link"><c>{link}</c>: the link, of up to 1,000 characters.</param>
    /// <exception cref="ArgumentException">A text is empty, or the code or the link is too long.</exception>
    public ShareValues(string referrer, string program, string reward, string code, string link)
    {
        Link = Whole(link, MaxLink, nameof(link));
        All = ImmutableDictionary<string, string>.Empty
            .Add("referrer", Line(referrer, nameof(referrer)))
            .Add("program", Line(program, nameof(program)))
            .Add("reward", Line(reward, nameof(reward)))
            .Add("code", Whole(code, MaxCode, nameof(code)))
            .Add("link", Link);
    }

    private ShareValues(string link, ImmutableDictionary<string, string> all)
    {
        Link = link;
        All = all;
    }

    /// <summary>The link.</summary>
    public string Link { get; }

    /// <summary>The values by name.</summary>
    internal ImmutableDictionary<string, string> All { get; }

    /// <summary>The built-in names.</summary>
    internal static ImmutableSortedSet<string> Names { get; } = ["code", "link", "program", "referrer", "reward"];

    /// <summary>The same values and one of the host's own, which a message set declares with its default.</summary>
    /// <exception cref="ArgumentException">The name is one of the built-in ones, or the text is empty.</exception>
    public ShareValues With(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return Names.Contains(name)
            ? throw new ArgumentException($"'{name}' is a built-in value; give it to the constructor.", nameof(name))
            : new ShareValues(Link, All.SetItem(name, SafeText.ForLine(text)));
    }

    /// <summary>Cuts between characters as people see them, never inside an emoji or before an accent.</summary>
    internal static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        const int LongestCharacter = 64;
        var starts = StringInfo.ParseCombiningCharacters(text[..Math.Min(text.Length, max + LongestCharacter)]);
        return text[..starts.Last(start => start <= max)].TrimEnd() + "…";
    }

    private static string Line(string text, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text, parameter);
        return SafeText.ForLine(text);
    }

    private static string Whole(string text, int max, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text, parameter);
        return text.Length <= max && text == SafeText.ForLine(text)
            ? text
            : throw new ArgumentException(
                $"A {parameter} must be one line of up to {max} characters, since it cannot be cut; this has {text.Length}.",
                parameter);
    }
}

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
    /// Whether a spreadsheet would take a text for a formula, as <see cref="ForCsv"/> tells, also behind blanks or behind apostrophes that somebody may take
    /// away.
    /// </summary>
    public static bool IsFormula(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = text.AsSpan().TrimStart('\'').TrimStart(' ');
        return rest.Length > 0 && FormulaStarts.Contains(rest[0], StringComparison.Ordinal);
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
