using System.Globalization;

namespace Referrals.Explanations;

/// <summary>
/// Which plural form a number takes: the rules of CLDR for languages of Europe and the largest of Asia. The place of a form counts the categories
/// that the language has, in the order zero, one, two, few, many, other.
/// </summary>
/// <remarks>
/// Unicode CLDR 45, supplemental/plurals.xml and ordinals.xml. A number is written without trailing zeros, as amounts and counts are here, so that
/// CLDR's v and w, f and t are the same. Compact numbers (c, e) do not occur.
/// </remarks>
internal static class PluralRules
{
    private const long Million = 1_000_000;

    /// <summary>How counts are told apart in a culture's language.</summary>
    internal static Func<decimal, int> Cardinal(CultureInfo culture) => culture.Name switch
    {
        "pt-PT" => static number => Operands(number) is (1, 0, _) ? 0 : IsMillions(number) ? 1 : 2,
        _ => Cardinal(culture.TwoLetterISOLanguageName),
    };

    internal static Func<decimal, int> Cardinal(string language) => language switch
    {
        "ja" or "ko" or "zh" or "vi" or "th" or "id" or "ms" or "my" or "lo" => static _ => 0,
        "fr" or "pt" => static number => Operands(number).Whole <= 1 ? 0 : IsMillions(number) ? 1 : 2,
        "es" => static number => number == 1 ? 0 : IsMillions(number) ? 1 : 2,
        "it" or "ca" => static number => Operands(number) is (1, 0, _) ? 0 : IsMillions(number) ? 1 : 2,
        "da" => static number => number == 1 || Operands(number) is ( <= 1, > 0, _) ? 0 : 1,
        "hi" or "fa" or "bn" => static number => number == 1 || Operands(number).Whole == 0 ? 0 : 1,
        "ru" or "uk" or "be" => static number => Operands(number) is (var whole, 0, _) ? EastSlavic(whole) : 3,
        "pl" => static number => Operands(number) is (var whole, 0, _) ? whole == 1 ? 0 : IsFew(whole) ? 1 : 2 : 3,
        "cs" or "sk" => static number => Operands(number) switch
        {
            (1, 0, _) => 0,
            ( >= 2 and <= 4, 0, _) => 1,
            (_, > 0, _) => 2,
            _ => 3,
        },
        "hr" or "sr" or "bs" => static number =>
        {
            var (whole, digits, fraction) = Operands(number);
            var last = digits == 0 ? whole : fraction;
            return IsOne(last) ? 0 : IsFew(last) ? 1 : 2;
        }
        ,
        "sl" => static number => Operands(number) is (var whole, 0, _)
            ? (whole % 100) switch { 1 => 0, 2 => 1, 3 or 4 => 2, _ => 3 }
            : 2,
        "lt" => static number => Operands(number) switch
        {
            (_, > 0, _) => 2,
            (var whole, _, _) when whole % 100 is > 10 and < 20 || whole % 10 == 0 => 3,
            (var whole, _, _) => whole % 10 == 1 ? 0 : 1,
        },
        "lv" => static number =>
        {
            var (whole, digits, fraction) = Operands(number);
            return digits == 0
                ? whole % 10 == 0 || whole % 100 is >= 11 and <= 19 ? 0 : IsOne(whole) ? 1 : 2
                : digits == 2 && fraction % 100 is >= 11 and <= 19 ? 0
                : (digits == 2 ? IsOne(fraction) : fraction % 10 == 1) ? 1 : 2;
        }
        ,
        "ro" => static number => Operands(number) switch
        {
            (1, 0, _) => 0,
            (_, > 0, _) => 1,
            (var whole, _, _) => whole == 0 || whole % 100 is >= 1 and <= 19 ? 1 : 2,
        },
        "ar" => static number => Operands(number) is (var whole, 0, _)
            ? whole switch { 0 => 0, 1 => 1, 2 => 2, _ => (whole % 100) switch { >= 3 and <= 10 => 3, >= 11 => 4, _ => 5 } }
            : 5,
        "he" => static number => Operands(number) switch { (1, 0, _) or (0, > 0, _) => 0, (2, 0, _) => 1, _ => 2 },

        // English, German, Dutch, Swedish, Norwegian, Finnish, Estonian, Hungarian, Greek, Bulgarian, Turkish and others.
        _ => static number => number == 1 ? 0 : 1,
    };

    /// <summary>How ordinals are told apart in a culture's language.</summary>
    internal static Func<decimal, int> Ordinal(CultureInfo culture) => Ordinal(culture.TwoLetterISOLanguageName);

    internal static Func<decimal, int> Ordinal(string language) => language switch
    {
        "en" or "iv" => static number => (number % 100, number % 10) switch
        {
            (11 or 12 or 13, _) => 3,
            (_, 1) => 0,
            (_, 2) => 1,
            (_, 3) => 2,
            _ => 3,
        },
        "fr" => static number => number == 1 ? 0 : 1,
        "it" => static number => number is 8 or 11 or 80 or 800 ? 0 : 1,
        "sv" => static number => number % 10 is 1 or 2 && number % 100 is not (11 or 12) ? 0 : 1,
        _ => static _ => 0,
    };

    private static int EastSlavic(long whole) => IsOne(whole) ? 0 : IsFew(whole) ? 1 : 2;

    private static bool IsOne(long number) => number % 10 == 1 && number % 100 != 11;

    private static bool IsFew(long number) => number % 10 is >= 2 and <= 4 && number % 100 is not (>= 12 and <= 14);

    /// <summary>Many, in Romance languages: whole millions.</summary>
    private static bool IsMillions(decimal number) => Operands(number) is ( > 0 and var whole, 0, _) && whole % Million == 0;

    /// <summary>The whole part, how many decimal digits there are, and these digits: i, v and f of CLDR, of the number without its sign.</summary>
    private static (long Whole, int Digits, long Fraction) Operands(decimal number)
    {
        var size = Math.Abs(number);
        var whole = decimal.Truncate(size);
        var digits = (size - whole).ToString("0.############################", CultureInfo.InvariantCulture);
        var fraction = digits.Length > 2 ? digits[2..Math.Min(digits.Length, 18)] : string.Empty;
        return ((long)Math.Min(whole, long.MaxValue), fraction.Length, fraction.Length == 0 ? 0 : long.Parse(fraction, CultureInfo.InvariantCulture));
    }
}
