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
