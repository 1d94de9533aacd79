using System.Globalization;

namespace Referrals.Codes;

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

/// <summary>Which of the 36 symbols people take for one another.</summary>
internal static class LookAlikes
{
    /// <summary>Read or heard wrongly in print, handwriting and on the phone.</summary>
    private static readonly string[] Confused = ["0O", "1IL", "2Z", "5S", "6G", "8B", "VU"];

    /// <summary>
    /// Read as one another by somebody who wants to see a word: the above, and digits used as letters.
    /// </summary>
    private static readonly string[] Read = ["0O", "1IL", "2Z", "3E", "4A", "5S", "69G", "7T", "8B", "VU"];

    /// <summary>For each symbol, the first of those it is confused with.</summary>
    private static readonly byte[] Skeletons = Representatives(Confused);

    /// <summary>For each symbol, the first of those it is read as.</summary>
    private static readonly byte[] Readings = Representatives(Read);

    /// <summary>The one symbol that stands for all that are confused with this one.</summary>
    internal static int Skeleton(int symbol) => Skeletons[symbol];

    /// <summary>Whether two symbols are confused with one another, or are the same.</summary>
    internal static bool AreTwins(int symbol, int other) => Skeletons[symbol] == Skeletons[other];

    /// <summary>The one symbol that stands for all that can be read as this one in a word.</summary>
    internal static int Reading(int symbol) => Readings[symbol];

    /// <summary>The other symbols that this one can be read as; none for a symbol that is no symbol.</summary>
    internal static IEnumerable<byte> Readers(int symbol) =>
        Enumerable.Range(0, symbol < Symbol.Count ? Symbol.Count : 0)
            .Where(other => other != symbol && (Readings[other] == Readings[symbol] || AreTwins(other, symbol)))
            .Select(other => (byte)other);

    private static byte[] Representatives(string[] groups)
    {
        var representatives = new byte[Symbol.Count];
        for (var symbol = 0; symbol < Symbol.Count; symbol++)
        {
            var group = Array.Find(groups, g => g.Contains(Symbol.ToChar(symbol), StringComparison.Ordinal));
            representatives[symbol] = (byte)(group is null ? symbol : Symbol.Of(group[0]));
        }

        return representatives;
    }
}

/// <summary>The 36 characters that codes are made of, by number: 0 to 9 are the digits, 10 to 35 the letters.</summary>
internal static class Symbol
{
    internal const int Count = 36;

    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    internal static char ToChar(int symbol) => Characters[symbol];

    /// <summary>The number of a character that is known to be a digit or a capital letter.</summary>
    internal static int Of(char c) => c <= '9' ? c - '0' : c - 'A' + 10;

    internal static bool IsDigit(int symbol) => symbol < 10;
}
