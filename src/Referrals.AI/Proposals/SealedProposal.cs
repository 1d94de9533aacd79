using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Referrals.AI.Answers;
using Referrals.Codes;

namespace Referrals.AI.Proposals;

/// <summary>What was proposed, as it is sealed into the token: by whom, what exactly, and until when it can be confirmed.</summary>
internal sealed record SealedProposal(
    string Id,
    string Identity,
    string Tenant,
    string Program,
    string Kind,
    string Customer,
    string? Reward,
    string? Amount,
    bool Approves,
    string Reason,
    long ExpiresAt)
{
    internal const string Goodwill = "goodwill";
    internal const string RewardVerdict = "reward";
    internal const string ReferralVerdict = "referral";
}

/// <summary>
/// Seals proposals into tokens and opens them: AES-256-GCM, so that a token tells nothing of the person and cannot be changed. It needs no store; that a
/// proposal is used once follows from its id being the idempotency key of what it does.
/// </summary>
internal sealed class ProposalSeal
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int MaxTokenLength = 4_000;
    private static readonly byte[] Purpose = Encoding.UTF8.GetBytes("referral proposal 1");

    private readonly ICodeRandomness _randomness;
    private readonly byte[] _key;

    internal ProposalSeal(ReadOnlyMemory<byte>? key, ICodeRandomness randomness)
    {
        _randomness = randomness;
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, key?.ToArray() ?? Random(32), 32, info: Purpose);
    }

    internal string NewId() => Convert.ToHexStringLower(Random(16));

    internal string Seal(SealedProposal proposal)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(proposal, AnswerJson.Default.SealedProposal);
        var bytes = new byte[NonceLength + TagLength + plain.Length];
        Random(NonceLength).CopyTo(bytes.AsSpan());
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(bytes.AsSpan(0, NonceLength), plain, bytes.AsSpan(NonceLength + TagLength), bytes.AsSpan(NonceLength, TagLength), Purpose);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>What a token holds; <c>null</c> for one that was not sealed with this key, or was changed. It may come from anybody.</summary>
    internal SealedProposal? Open(string? token)
    {
        if (token is null or { Length: 0 or > MaxTokenLength } || !Base64Url.IsValid(token))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= NonceLength + TagLength)
        {
            return null;
        }

        var plain = new byte[bytes.Length - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(_key, TagLength);
            aes.Decrypt(bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength + TagLength), bytes.AsSpan(NonceLength, TagLength), plain, Purpose);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return JsonSerializer.Deserialize(plain, AnswerJson.Default.SealedProposal);
    }

    internal static Instant ExpiryOf(SealedProposal proposal) => Instant.FromUnixTimeSeconds(proposal.ExpiresAt);

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length; at += sizeof(ulong))
        {
            BitConverter.GetBytes(_randomness.NextBits()).AsSpan(0, Math.Min(sizeof(ulong), length - at)).CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }
}
