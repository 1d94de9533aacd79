using System.Security.Cryptography;
using System.Text;

namespace Referrals;

/// <summary>Short hashes of texts for derived keys: SHA-256 over length-prefixed parts, 128 bits kept.</summary>
internal static class ContentHash
{
    internal static string Of(params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            _ = text.Append(part?.Length ?? -1).Append(':').Append(part).Append(';');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}
