using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Referrals.Messages.Unsubscribing;

/// <summary>
/// Makes and reads the links by which people unsubscribe: sealed, so that nobody can unsubscribe somebody else or read in the link who somebody is.
/// </summary>
/// <remarks>
/// AES-256-GCM over the purpose, the program and the person, with a nonce that follows from them by HMAC-SHA256 under a key of its own: the same
/// person always has the same link. A link has no end, as the law of some countries asks. Immutable, for any number of threads.
/// </remarks>
/// <example><code>
/// var links = UnsubscribeLinks.Create("https://shop.example/unsubscribe/{token}", "k1", key);
/// </code></example>
public sealed class UnsubscribeLinks
{
    /// <summary>The fewest bytes that a key can have: 32.</summary>
    public const int MinKeyLength = 32;

    private const string Place = "{token}";
    private const int MaxKeyIdLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int MaxTokenLength = 1_000;

    private readonly string _template;
    private readonly string _keyId;
    private readonly ImmutableDictionary<string, (byte[] Seal, byte[] Nonce)> _keys;

    private UnsubscribeLinks(string template, string keyId, ImmutableDictionary<string, (byte[] Seal, byte[] Nonce)> keys)
    {
        _template = template;
        _keyId = keyId;
        _keys = keys;
    }

    /// <summary>Links to a page of the application.</summary>
    /// <param name="template">The URL of the page with <c>{token}</c> in its path or query; <c>https</c>, or <c>http</c> in development.</param>
    /// <param name="keyId">Says in the link which key it was: 1 to 16 characters out of <c>a-z A-Z 0-9 _ -</c>.</param>
    /// <param name="key">At least 32 bytes that nobody can guess.</param>
    /// <exception cref="ArgumentException">One of them breaks its rule.</exception>
    public static UnsubscribeLinks Create(string template, string keyId, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(template);
        var isPage = template.Split(Place).Length == 2
            && Uri.TryCreate(template.Replace(Place, "x", StringComparison.Ordinal), UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
        return isPage
            ? new UnsubscribeLinks(template, CheckedId(keyId), ImmutableDictionary<string, (byte[], byte[])>.Empty.Add(keyId, Derived(key)))
            : throw new ArgumentException($"'{template}' is not the URL of a page to unsubscribe; write https and {Place} once.", nameof(template));
    }

    /// <summary>The same, which also reads links made with a former key.</summary>
    /// <exception cref="ArgumentException">The id or the key breaks the rule of <see cref="Create"/>, or the id is in use.</exception>
    public UnsubscribeLinks Accepting(string keyId, ReadOnlySpan<byte> key) => _keys.ContainsKey(CheckedId(keyId))
        ? throw new ArgumentException($"There is a key '{keyId}' already. Give each key an id of its own.", nameof(keyId))
        : new UnsubscribeLinks(_template, _keyId, _keys.Add(keyId, Derived(key)));

    /// <summary>The link of a person.</summary>
    /// <param name="request">What following it asks for.</param>
    public Uri For(UnsubscribeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new Uri(_template.Replace(Place, Seal(request), StringComparison.Ordinal));
    }

    /// <summary>What a link asks for; <c>null</c> for a token that was not made with one of the keys, or was changed.</summary>
    /// <param name="token">What stood in the place of <c>{token}</c>; may come from anybody.</param>
    public UnsubscribeRequest? Read(string? token)
    {
        if (token is null or { Length: 0 or > MaxTokenLength } || token.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot))
        {
            return null;
        }

        var (keyId, text) = (token[..dot], token[(dot + 1)..]);
        if (!_keys.TryGetValue(keyId, out var keys) || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= NonceLength + TagLength)
        {
            return null;
        }

        var plain = new byte[bytes.Length - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(keys.Seal, TagLength);
            aes.Decrypt(
                bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength + TagLength), bytes.AsSpan(NonceLength, TagLength), plain, Associated(keyId));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Parse(Encoding.UTF8.GetString(plain));
    }

    private string Seal(UnsubscribeRequest request)
    {
        var plain = Encoding.UTF8.GetBytes($"{(int)request.Purpose}\n{request.Partition}\n{request.Customer.Value}");
        var keys = _keys[_keyId];
        var bytes = new byte[NonceLength + TagLength + plain.Length];
        HMACSHA256.HashData(keys.Nonce, plain).AsSpan(0, NonceLength).CopyTo(bytes);
        using var aes = new AesGcm(keys.Seal, TagLength);
        aes.Encrypt(
            bytes.AsSpan(0, NonceLength), plain, bytes.AsSpan(NonceLength + TagLength), bytes.AsSpan(NonceLength, TagLength), Associated(_keyId));
        return $"{_keyId}.{Base64Url.EncodeToString(bytes)}";
    }

    /// <summary>Only what <see cref="Seal"/> made comes here.</summary>
    private static UnsubscribeRequest Parse(string text)
    {
        var parts = text.Split('\n', 3);
        return new UnsubscribeRequest(
            Partition.Parse(parts[1]), CustomerId.From(parts[2]), (MessagePurpose)(parts[0][0] - '0'));
    }

    private static byte[] Associated(string keyId) => Encoding.UTF8.GetBytes("referral unsubscribe 1\n" + keyId);

    private static (byte[] Seal, byte[] Nonce) Derived(ReadOnlySpan<byte> key)
    {
        if (key.Length < MinKeyLength)
        {
            throw new ArgumentException($"A key takes at least {MinKeyLength} bytes, and this has {key.Length}.", nameof(key));
        }

        var whole = key.ToArray();
        return (
            HKDF.DeriveKey(HashAlgorithmName.SHA256, whole, 32, info: "referral unsubscribe seal"u8.ToArray()),
            HKDF.DeriveKey(HashAlgorithmName.SHA256, whole, 32, info: "referral unsubscribe nonce"u8.ToArray()));
    }

    private static string CheckedId(string keyId)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        return keyId.Length is > 0 and <= MaxKeyIdLength && keyId.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? keyId
            : throw new ArgumentException(
                $"A key id requires 1 to {MaxKeyIdLength} characters out of a-z, A-Z, 0-9, '_' and '-', and '{keyId}' does not.", nameof(keyId));
    }
}

/// <summary>Who wants no more messages, and of which purpose.</summary>
/// <param name="Partition">The program of a tenant.</param>
/// <param name="Customer">The person, as facts name them.</param>
/// <param name="Purpose">From which messages.</param>
public sealed record UnsubscribeRequest(Partition Partition, CustomerId Customer, MessagePurpose Purpose);
