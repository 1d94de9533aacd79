using System.Globalization;
using System.Text;
using Referrals.Sharing;

namespace Referrals.AI.Functions;

/// <summary>
/// Texts that strangers wrote, before they go to a model: one line, cut, and without the characters that no reader sees and a model does. They remain data in
/// a field of their own; nothing here looks for instructions, since what looks like one is answered by giving no function the power to obey it.
/// </summary>
internal static class ToolText
{
    internal const int MaxLine = 160;
    private const int MaxText = 4_000;

    /// <summary>A name, a note, an id: one line of up to 160 characters.</summary>
    internal static string Line(string text) => Cut(SafeText.ForLine(Visible(text, keepLines: false)), MaxLine);

    /// <summary>A text of several lines that the SDK wrote, with values of strangers in it.</summary>
    internal static string Lines(string text) => Cut(Visible(text, keepLines: true), MaxText);

    private static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        // Not inside a surrogate pair.
        var end = char.IsHighSurrogate(text[max - 2]) ? max - 2 : max - 1;
        return text[..end] + "…";
    }

    /// <summary>Without controls, marks of direction, zero-width characters and the tag characters in which text can be hidden.</summary>
    private static string Visible(string text, bool keepLines)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (keepLines && rune.Value == '\n')
            {
                _ = visible.Append('\n');
                continue;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                _ = visible.Append(' ');
            }
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned)
                && rune.Value is not (>= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF))
            {
                _ = visible.Append(rune.ToString());
            }
        }

        return visible.ToString();
    }
}
