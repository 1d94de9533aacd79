using System.Globalization;
using System.Text;

namespace Referrals;

/// <summary>
/// E-mail addresses in one form, so that two ways to write one mailbox are the same. Not meant for sending: the form may lack what the
/// owner wrote.
/// </summary>
/// <remarks>
/// Lower case and NFKC; a part of the local name behind a plus sign (sub-addressing, RFC 5233) is left out; the domain is punycode (IDNA)
/// without a trailing dot. At Gmail, which is gmail.com and googlemail.com and no other domain, dots in the local name do not count.
/// Quoted local names, comments and addresses of machines (<c>user@[192.0.2.1]</c>) are not read.
/// </remarks>
internal static class EmailText
{
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;
    private const string Gmail = "gmail.com";
    private const string GmailInGermany = "googlemail.com";

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    internal static bool TryNormalize(string? text, out string? normalized)
    {
        normalized = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxLength || !PlainText.IsWellFormed(text))
        {
            return false;
        }

        var plain = PlainText.Fold(text).Trim();
        var at = plain.LastIndexOf('@');
        if (at < 1 || Domain(plain[(at + 1)..]) is not { } domain || Local(plain[..at], domain) is not { } local)
        {
            return false;
        }

        normalized = $"{local}@{domain}";
        return true;
    }

    internal static string? DomainOf(string? normalized) => normalized?[(normalized.LastIndexOf('@') + 1)..];

    /// <summary>The domain in lower-case punycode; <c>null</c> where it is none.</summary>
    internal static string? Domain(string text)
    {
        try
        {
            var ascii = Idn.GetAscii(PlainText.Fold(text).TrimEnd('.', '。')).ToLowerInvariant();
            return !ascii.Contains('.', StringComparison.Ordinal) ? null : ascii == GmailInGermany ? Gmail : ascii;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A domain, or with <c>*.</c> before it all domains below one, such as <c>*.edu</c>; <c>null</c> where it is neither.</summary>
    internal static string? DomainPattern(string text)
    {
        var plain = text.Trim();
        if (!plain.StartsWith("*.", StringComparison.Ordinal))
        {
            return Domain(plain);
        }

        // Above the label that stands in for any other there may be a single one, which alone is no domain of addresses.
        return Domain("any." + plain[2..]) is { } below ? "*." + below[4..] : null;
    }

    private static string? Local(string local, string domain)
    {
        if (Encoding.UTF8.GetByteCount(local) > MaxLocalLength || local.Any(static c => !IsLocal(c)))
        {
            return null;
        }

        var plus = local.IndexOf('+', StringComparison.Ordinal);
        var name = plus > 0 ? local[..plus] : local;
        name = domain == Gmail ? name.Replace(".", string.Empty, StringComparison.Ordinal) : name;
        return name.Length > 0 ? name : null;
    }

    /// <summary>The characters of an unquoted local name: RFC 5322's atoms, and what RFC 6531 adds beyond ASCII.</summary>
    private static bool IsLocal(char c) => c >= 0x80
        ? !char.IsWhiteSpace(c) && !char.IsControl(c)
        : char.IsAsciiLetterOrDigit(c) || ".!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);
}

/// <summary>How numbers are dialled inside one country.</summary>
internal sealed record PhoneCountry
{
    private PhoneCountry(string callingCode, string trunkPrefix)
    {
        CallingCode = callingCode;
        TrunkPrefix = trunkPrefix;
    }

    internal string CallingCode { get; }

    internal string TrunkPrefix { get; }

    internal static PhoneCountry Of(string callingCode, string trunkPrefix)
    {
        ArgumentNullException.ThrowIfNull(callingCode);
        ArgumentNullException.ThrowIfNull(trunkPrefix);
        if (callingCode.Length is < 1 or > 3 || callingCode[0] == '0' || !callingCode.All(char.IsAsciiDigit))
        {
            throw new ArgumentException(
                $"A calling code is 1 to 3 digits without plus sign or leading zero, such as 33; '{callingCode}' is not.", nameof(callingCode));
        }

        return trunkPrefix.Length <= 2 && trunkPrefix.All(char.IsAsciiDigit)
            ? new PhoneCountry(callingCode, trunkPrefix)
            : throw new ArgumentException(
                $"A trunk prefix is empty or up to two digits, such as 0; '{trunkPrefix}' is not.", nameof(trunkPrefix));
    }
}

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

/// <summary>Texts whose form the application knows best: only what never matters is evened out.</summary>
internal static class PlainText
{
    private const int MaxLength = 512;

    /// <summary>The text without white space around it; <c>null</c> where there is none, or it cannot be one.</summary>
    internal static string? Opaque(string? text) => string.IsNullOrWhiteSpace(text) || text.Length > MaxLength || !IsWellFormed(text)
        ? null
        : text.Trim();

    /// <summary>The text in one case and one composition of characters, with single blanks for all white space.</summary>
    internal static string? Folded(string? text) => Opaque(text) is { } plain
        ? string.Join(' ', Fold(plain).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : null;

    /// <summary>Compatible characters as one (NFKC), lower case. Lower case can be composed anew, so both are done twice.</summary>
    internal static string Fold(string text)
    {
        var once = text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormKC);
        return once.ToLowerInvariant().Normalize(NormalizationForm.FormKC);
    }

    /// <summary>Whether the text has no half of a surrogate pair, which has no normal form.</summary>
    internal static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}
