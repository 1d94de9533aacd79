using System.Globalization;
using System.Text;

namespace Referrals;

/// <summary>Telephone numbers in the one form of ITU-T E.164: a plus sign, the country's calling code and the number, at most 15 digits.</summary>
internal static class PhoneText
{
    /// <summary>The shortest numbers with their calling codes have seven digits, such as those of Niue.</summary>
    private const int MinDigits = 7;

    private const int MaxDigits = 15;

    private const string Separators = " -./()";

    internal static bool TryNormalize(string? text, PhoneCountry? country, out string? normalized)
    {
        normalized = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > InputText.MaxLength || !PlainText.IsWellFormed(text))
        {
            return false;
        }

        var plain = text.Normalize(NormalizationForm.FormKC).Trim();
        var international = plain.StartsWith('+');
        if (Digits(international ? plain[1..].Replace("(0)", string.Empty, StringComparison.Ordinal) : plain) is not { } digits)
        {
            return false;
        }

        if (!international && digits.StartsWith("00", StringComparison.Ordinal))
        {
            (international, digits) = (true, digits[2..]);
        }

        var number = international ? digits : country is null ? null : country.CallingCode + National(digits, country);
        if (number is null || number.Length is < MinDigits or > MaxDigits || number[0] == '0' || !IsNorthAmericanOrOther(number))
        {
            return false;
        }

        normalized = "+" + number;
        return true;
    }

    private static string National(string digits, PhoneCountry country) =>
        country.TrunkPrefix.Length > 0 && digits.StartsWith(country.TrunkPrefix, StringComparison.Ordinal)
            ? digits[country.TrunkPrefix.Length..]
            : digits;

    /// <summary>The digits of any script as 0 to 9; <c>null</c> where anything stands between them that does not belong to a number.</summary>
    private static string? Digits(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var value = CharUnicodeInfo.GetDecimalDigitValue(c);
            if (value >= 0)
            {
                _ = digits.Append((char)('0' + value));
            }
            else if (!Separators.Contains(c, StringComparison.Ordinal) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.DashPunctuation)
            {
                return null;
            }
        }

        return digits.ToString();
    }

    /// <summary>Numbers of the North American plan have ten digits behind the 1, and neither area code nor exchange begins with 0 or 1.</summary>
    private static bool IsNorthAmericanOrOther(string number) =>
        number[0] != '1' || (number.Length == 11 && number[1] >= '2' && number[4] >= '2');
}
