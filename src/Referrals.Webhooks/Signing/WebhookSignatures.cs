using System.Security.Cryptography;

namespace Referrals.Webhooks.Signing;

/// <summary>The header <c>webhook-signature</c>: a list of signatures with a blank between them, each with its version in front.</summary>
internal static class WebhookSignatures
{
    internal const string Version = "v1,";

    /// <summary>The most signatures of one header that are looked at.</summary>
    internal const int MaxCount = 16;

    /// <summary>No timestamp of the next 30,000 years has more digits.</summary>
    private const int MaxDigits = 12;

    /// <summary>The header with the signatures of all secrets, in their order.</summary>
    internal static string Write(IEnumerable<WebhookSecret> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var signatures = new List<string>();
        foreach (var secret in secrets)
        {
            signatures.Add(secret.Sign(id, timestamp, body));
        }

        return string.Join(' ', signatures);
    }

    /// <summary>
    /// The signatures of version 1 in a header; <c>null</c> if the header is not a list of signatures, or too long a one.
    /// </summary>
    internal static List<byte[]>? Read(string header)
    {
        var known = new List<byte[]>();
        var parts = header.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > MaxCount)
        {
            return null;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var part in parts)
        {
            if (!part.Contains(',', StringComparison.Ordinal))
            {
                return null;
            }

            if (part.StartsWith(Version, StringComparison.Ordinal)
                && part.Length == Version.Length + 44
                && Convert.TryFromBase64Chars(part.AsSpan(Version.Length), mac, out var length)
                && length == mac.Length)
            {
                known.Add(mac.ToArray());
            }
            else if (part.StartsWith(Version, StringComparison.Ordinal))
            {
                // A signature that cannot be one fits no key; others in the list may.
                known.Add([]);
            }
        }

        return known;
    }

    /// <summary>Seconds since 1970: digits only, without a sign and without a zero in front.</summary>
    internal static bool TryReadTimestamp(string text, out long timestamp)
    {
        timestamp = 0;
        if (text.Length is 0 or > MaxDigits || (text.Length > 1 && text[0] == '0'))
        {
            return false;
        }

        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            timestamp = (timestamp * 10) + (digit - '0');
        }

        return true;
    }
}
