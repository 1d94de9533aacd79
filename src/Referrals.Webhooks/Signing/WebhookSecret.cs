using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Referrals.Codes;
using Referrals.Pipeline;

namespace Referrals.Webhooks.Signing;

/// <summary>
/// The key with which webhooks of one endpoint are signed and verified: HMAC-SHA256, signature version <c>v1</c> of
/// <see href="https://www.standardwebhooks.com/">Standard Webhooks</see>.
/// </summary>
/// <remarks>
/// The text form is <c>whsec_</c> and the key in Base64. <see cref="ToString"/> does not show it, so that it is not logged by
/// accident; <see cref="Reveal"/> does. Immutable and safe for any number of threads.
/// </remarks>
public sealed class WebhookSecret : IEquatable<WebhookSecret>
{
    /// <summary>What the text form begins with.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The fewest bytes of a key.</summary>
    public const int MinLength = 24;

    /// <summary>The most bytes of a key.</summary>
    public const int MaxLength = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>Makes a key of 32 random bytes.</summary>
    /// <param name="randomness">Where the bits come from; <c>null</c> for the operating system. Pass another one in tests only.</param>
    public static WebhookSecret Generate(ICodeRandomness? randomness = null)
    {
        randomness ??= CryptographicRandomness.Instance;
        var key = new byte[32];
        for (var start = 0; start < key.Length; start += sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(key.AsSpan(start), randomness.NextBits());
        }

        return new WebhookSecret(key);
    }

    /// <summary>Makes a secret of a key.</summary>
    /// <param name="key">24 to 64 random bytes.</param>
    /// <exception cref="ArgumentException">The key is shorter or longer.</exception>
    public static WebhookSecret From(ReadOnlySpan<byte> key) => key.Length is >= MinLength and <= MaxLength
        ? new WebhookSecret(key.ToArray())
        : throw new ArgumentException($"A key has {MinLength} to {MaxLength} bytes; this one has {key.Length}.", nameof(key));

    /// <summary>Reads the text form, with or without <c>whsec_</c> in front.</summary>
    /// <exception cref="FormatException">The text is not Base64 of 24 to 64 bytes. The message does not repeat the text.</exception>
    public static WebhookSecret Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var secret)
            ? secret
            : throw new FormatException($"The text is not a webhook secret; write {Prefix} and {MinLength} to {MaxLength} bytes in Base64.");
    }

    /// <summary>Reads the text form, or answers <c>false</c> where the text breaks the rule of <see cref="Parse"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        if (text is null || text.Length > 128)
        {
            return false;
        }

        var base64 = text.StartsWith(Prefix, StringComparison.Ordinal) ? text.AsSpan(Prefix.Length) : text;
        Span<byte> key = stackalloc byte[96];
        if (base64.ContainsAny(" \t\r\n") || !Convert.TryFromBase64Chars(base64, key, out var length) || length is < MinLength or > MaxLength)
        {
            return false;
        }

        secret = new WebhookSecret(key[..length].ToArray());
        CryptographicOperations.ZeroMemory(key);
        return true;
    }

    /// <summary>The text form with the key, for whoever receives the webhooks.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(_key);

    /// <summary>Signs a message: <c>v1,</c> and the Base64 of HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>.</summary>
    /// <param name="id">The value of the header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of the header <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="body">The body, byte for byte as it is sent.</param>
    /// <exception cref="ArgumentException">The id is empty or holds a dot, which would make the signed text ambiguous.</exception>
    public string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (id.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The id '{id}' holds a dot, which separates the parts of what is signed. Choose an id without.", nameof(id));
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(id, timestamp, body, mac);
        return WebhookSignatures.Version + Convert.ToBase64String(mac);
    }

    internal void Compute(string id, long timestamp, ReadOnlySpan<byte> body, Span<byte> mac)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hash.AppendData(body);
        _ = hash.GetHashAndReset(mac);
    }

    /// <summary>Whether both hold the same key; compared in constant time.</summary>
    public bool Equals(WebhookSecret? other) => other is not null && CryptographicOperations.FixedTimeEquals(_key, other._key);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WebhookSecret);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(SHA256.HashData(_key));

    /// <summary>Says that it is a secret, and nothing of the key.</summary>
    public override string ToString() => Prefix + "***";
}
