using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Referrals.Codes;

namespace Referrals.Sharing;

/// <summary>
/// Signs links, so that nobody can change the code, the channel, the landing page or the expiry in them. For links that
/// are worth something by themselves, such as a personal invitation; an ordinary referral link needs none.
/// </summary>
/// <remarks>
/// HMAC-SHA256 over the key id, the expiry, the code, the channel and the landing page, each with its length before it,
/// cut to 128 bits and compared in constant time. Parameters that mailers and messengers add do not matter. Immutable,
/// for any number of threads.
/// </remarks>
public sealed class LinkSigner
{
    /// <summary>The fewest bytes that a key can have: 32, as many as the hash has.</summary>
    public const int MinKeyLength = 32;

    private const int MaxKeyIdLength = 16;
    private const int SignatureLength = 16;

    private readonly string _keyId;
    private readonly ImmutableDictionary<string, byte[]> _keys;

    private LinkSigner(string keyId, ImmutableDictionary<string, byte[]> keys)
    {
        _keyId = keyId;
        _keys = keys;
    }

    /// <summary>Signs with a key.</summary>
    /// <param name="keyId">Says in the link which key it was: 1 to 16 characters out of <c>a-z A-Z 0-9 _ -</c>.</param>
    /// <param name="key">At least 32 bytes that nobody can guess.</param>
    /// <exception cref="ArgumentException">The id or the key breaks this rule.</exception>
    public static LinkSigner Create(string keyId, ReadOnlySpan<byte> key) =>
        new(keyId, ImmutableDictionary.Create<string, byte[]>(StringComparer.Ordinal).Add(Checked(keyId), Checked(key)));

    /// <summary>
    /// The same signer, which also accepts links signed with a former key: to change keys, sign with the new one and
    /// accept the old one until its last link has expired.
    /// </summary>
    /// <exception cref="ArgumentException">The id or the key breaks the rule of <see cref="Create"/>, or the id is in
    /// use.</exception>
    public LinkSigner Accepting(string keyId, ReadOnlySpan<byte> key) => _keys.ContainsKey(Checked(keyId))
        ? throw new ArgumentException($"There is a key '{keyId}' already. Give each key an id of its own.", nameof(keyId))
        : new LinkSigner(_keyId, _keys.Add(keyId, Checked(key)));

    /// <summary>A signed link.</summary>
    /// <param name="template">Where links lead.</param>
    /// <param name="code">The code.</param>
    /// <param name="expiry">Until when the link is good, that instant excluded; kept in whole seconds, rounded
    /// down.</param>
    /// <param name="channel">The channel; <c>default</c> where it is not known.</param>
    /// <param name="landing">The page to ask for; <c>null</c> for the usual one.</param>
    /// <exception cref="ArgumentException">The code is <c>default</c>.</exception>
    public string Build(
        LinkTemplate template, ReferralCode code, Instant expiry, Channel channel = default, string? landing = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        var seconds = expiry.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var shared = template.Read(template.Build(code, channel, landing));
        var signature = Sign(_keys[_keyId], _keyId, seconds, shared);
        return template.Build(code, channel, landing, new LinkSeal(_keyId, seconds, Base64Url.EncodeToString(signature)));
    }

    /// <summary>Whether the host signed a link, and whether it is still good.</summary>
    /// <param name="reading">What <see cref="LinkTemplate.Read(string)"/> made of the URL.</param>
    /// <param name="now">When.</param>
    public SignatureStatus Verify(LinkReading reading, Instant now)
    {
        var (keyId, expiry, signature) = reading.Seal;
        if (!reading.HasCode || keyId is null || expiry is null || signature is null)
        {
            return SignatureStatus.NotSigned;
        }

        if (!_keys.TryGetValue(keyId, out var key))
        {
            return SignatureStatus.UnknownKey;
        }

        var given = new byte[SignatureLength];
        var isOurs = TryDecode(signature, given)
            && CryptographicOperations.FixedTimeEquals(given, Sign(key, keyId, expiry, reading));
        if (!isOurs || !long.TryParse(expiry, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            return SignatureStatus.Forged;
        }

        return now.ToUnixTimeSeconds() >= seconds ? SignatureStatus.Expired : SignatureStatus.Valid;
    }

    private static byte[] Sign(byte[] key, string keyId, string expiry, LinkReading reading)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        string[] fields =
        [
            "referral link 1",
            keyId,
            expiry,
            reading.CodeText!.ToUpperInvariant(),
            reading.Channel.ToString(),
            reading.Landing ?? string.Empty,
        ];
        Span<byte> length = stackalloc byte[4];
        foreach (var field in fields)
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hmac.AppendData(length);
            hmac.AppendData(bytes);
        }

        return hmac.GetHashAndReset()[..SignatureLength];
    }

    private static bool TryDecode(string signature, Span<byte> bytes) =>
        Base64Url.IsValid(signature, out var length) && length == SignatureLength
        && Base64Url.TryDecodeFromChars(signature, bytes, out _);

    private static string Checked(string keyId)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        return keyId.Length is > 0 and <= MaxKeyIdLength && keyId.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? keyId
            : throw new ArgumentException(
                $"A key id requires 1 to {MaxKeyIdLength} characters out of a-z, A-Z, 0-9, '_' and '-', and '{keyId}' does not.",
                nameof(keyId));
    }

    private static byte[] Checked(ReadOnlySpan<byte> key) => key.Length >= MinKeyLength
        ? key.ToArray()
        : throw new ArgumentException($"A key takes at least {MinKeyLength} bytes, and this has {key.Length}.", nameof(key));
}

/// <summary>What became of a link's signature.</summary>
public enum SignatureStatus
{
    /// <summary>The link has no signature, or only a part of one.</summary>
    NotSigned,

    /// <summary>The host signed the link, and it is still good.</summary>
    Valid,

    /// <summary>The host signed the link, and its time is over.</summary>
    Expired,

    /// <summary>The link was signed with a key that is not, or no longer, known.</summary>
    UnknownKey,

    /// <summary>Code, channel, landing page, expiry or signature was changed.</summary>
    Forged,
}
