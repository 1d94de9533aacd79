using System.Security.Cryptography;
using System.Text;

namespace Referrals.Privacy;

/// <summary>Keyed hashes of ids, so that what is stored tells nothing to whoever has the store but not the key.</summary>
internal sealed class PersonSeal
{
    private const int MinKeyBytes = 32;
    private readonly byte[] _key;

    internal PersonSeal(ReadOnlySpan<byte> key) => _key = key.Length >= MinKeyBytes
        ? key.ToArray()
        : throw new ArgumentException($"The key of surrogates has at least {MinKeyBytes} bytes; this one has {key.Length}.", nameof(key));

    /// <summary>128 bits of HMAC-SHA256 over purpose, tenant and id, as 32 hexadecimal digits.</summary>
    internal string Of(string purpose, Partition partition, string id)
    {
        var text = string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{purpose.Length}:{purpose}{partition.ToString().Length}:{partition}{id}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
