using System.Globalization;

namespace Referrals.Codes.Folding;

/// <summary>
/// Folds what people type into the 36 symbols: case, separators, white space, full-width forms, digits of other
/// scripts, and the Greek and Cyrillic capitals that look like Latin ones.
/// </summary>
internal static class TypedText
{
    /// <summary>A longer text is refused unread, so that a megabyte in a code field costs nothing.</summary>
    internal const int MaxLength = 128;

    /// <summary>The character separates and does not count.</summary>
    internal const int Skipped = 0xFE;

    /// <summary>The character is none that a code can have.</summary>
    internal const int Foreign = 0xFF;

    private const string Foreigners = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "АВЕКМНОРСТУХІЈЅԚԜ" + "ıİ";
    private const string LatinTwins = "ABEZHIKMNOPTYX" + "ABEKMHOPCTYXIJSQW" + "II";

    private static readonly byte[] Ascii = AsciiTable();

    /// <summary>The symbol of a character, or <see cref="Skipped"/>, or <see cref="Foreign"/>.</summary>
    internal static int Fold(char c) => c < 128 ? Ascii[c] : FoldWide(c);

    private static int FoldWide(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => Ascii[c - 0xFEE0],
        '\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' => Skipped,
        '\u2212' or '\u00B7' or '\u2022' or '\u30FB' or '\u30FC' => Skipped,
        _ => FoldByCategory(c),
    };

    private static int FoldByCategory(char c)
    {
        switch (CharUnicodeInfo.GetUnicodeCategory(c))
        {
            case UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation:
                return Skipped;
            case UnicodeCategory.DecimalDigitNumber:
                return CharUnicodeInfo.GetDecimalDigitValue(c);
            default:
                return FoldLetter(char.ToUpperInvariant(c));
        }
    }

    private static int FoldLetter(char capital)
    {
        var at = Foreigners.IndexOf(capital, StringComparison.Ordinal);
        return at < 0 ? Foreign : Symbol.Of(LatinTwins[at]);
    }

    private static byte[] AsciiTable()
    {
        var table = new byte[128];
        Array.Fill(table, (byte)Foreign);
        foreach (var separator in " \t\r\n-_./\\|:;,'\"#+*()")
        {
            table[separator] = Skipped;
        }

        for (var symbol = 0; symbol < Symbol.Count; symbol++)
        {
            var c = Symbol.ToChar(symbol);
            table[c] = (byte)symbol;
            table[char.ToLowerInvariant(c)] = (byte)symbol;
        }

        return table;
    }
}
