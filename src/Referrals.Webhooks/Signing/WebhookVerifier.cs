using System.Security.Cryptography;
using NodaTime;

namespace Referrals.Webhooks.Signing;

/// <summary>
/// Says whether a webhook comes from who knows the secret, and whether it is fresh. For whoever receives webhooks, and for tests.
/// </summary>
/// <remarks>
/// <para>Follows <see href="https://www.standardwebhooks.com/">Standard Webhooks</see>, so it reads the webhooks of every sender
/// that does: signature version <c>v1</c>, any number of
/// signatures up to 16 in one header, unknown versions skipped, comparison in constant time. It throws for no header and no body.</para>
/// <para>A valid webhook can still be the second delivery of the same message. Whoever must not act twice remembers the header
/// <c>webhook-id</c> for as long as the sender retries, some days.</para>
/// <para>Immutable and safe for any number of threads.</para>
/// </remarks>
/// <example><code>
/// var verifier = new WebhookVerifier(WebhookSecret.Parse(secret));
/// var verdict = verifier.Verify(name => request.Headers[name], body, now);
/// </code></example>
public sealed class WebhookVerifier
{
    private readonly WebhookSecret[] _secrets;
    private readonly Duration _tolerance;

    /// <summary>Makes a verifier with one secret.</summary>
    /// <param name="secret">The secret of the endpoint.</param>
    public WebhookVerifier(WebhookSecret secret)
        : this([secret])
    {
    }

    /// <summary>Makes a verifier with several secrets, such as the old and the new one while they are changed.</summary>
    /// <param name="secrets">At least one secret.</param>
    /// <param name="tolerance">How far the timestamp may be from now, either way; <c>null</c> for 5 minutes.</param>
    /// <exception cref="ArgumentException">There is no secret.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative.</exception>
    public WebhookVerifier(IEnumerable<WebhookSecret> secrets, Duration? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _secrets = [.. secrets];
        _tolerance = tolerance ?? Duration.FromMinutes(5);
        ArgumentOutOfRangeException.ThrowIfLessThan(_tolerance, Duration.Zero, nameof(tolerance));
        if (_secrets.Length == 0 || Array.Exists(_secrets, static secret => secret is null))
        {
            throw new ArgumentException("A verifier needs at least one secret, and none that is null.", nameof(secrets));
        }
    }

    /// <summary>Verifies a webhook by its headers.</summary>
    /// <param name="header">Gives a header by its name, in lower case; <c>null</c> where there is none.</param>
    /// <param name="body">The body as it was received, byte for byte, before anything has parsed it.</param>
    /// <param name="now">The current time.</param>
    public WebhookVerdict Verify(Func<string, string?> header, ReadOnlySpan<byte> body, Instant now)
    {
        ArgumentNullException.ThrowIfNull(header);
        return Verify(header(WebhookHeaders.Id), header(WebhookHeaders.Timestamp), header(WebhookHeaders.Signature), body, now);
    }

    /// <summary>Verifies a webhook by the values of its headers.</summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>.</param>
    /// <param name="signature">The header <c>webhook-signature</c>.</param>
    /// <param name="body">The body as it was received, byte for byte.</param>
    /// <param name="now">The current time.</param>
    public WebhookVerdict Verify(string? id, string? timestamp, string? signature, ReadOnlySpan<byte> body, Instant now)
    {
        if (string.IsNullOrEmpty(id)
            || id.Length > WebhookHeaders.MaxIdLength
            || id.Contains('.', StringComparison.Ordinal)
            || timestamp is null
            || !WebhookSignatures.TryReadTimestamp(timestamp, out var seconds)
            || signature is null
            || WebhookSignatures.Read(signature) is not { } signatures)
        {
            return WebhookVerdict.Malformed;
        }

        if (signatures.Count == 0)
        {
            return WebhookVerdict.UnknownVersion;
        }

        if (!IsSigned(id, seconds, body, signatures))
        {
            return WebhookVerdict.Forged;
        }

        // In seconds, since years beyond those of an instant are text as well.
        return Math.Abs(now.ToUnixTimeSeconds() - seconds) <= _tolerance.TotalSeconds ? WebhookVerdict.Valid : WebhookVerdict.Stale;
    }

    /// <summary>Compares every secret with every signature, whichever fits, so that the time taken tells nothing.</summary>
    private bool IsSigned(string id, long seconds, ReadOnlySpan<byte> body, List<byte[]> signatures)
    {
        var isSigned = false;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in _secrets)
        {
            secret.Compute(id, seconds, body, mac);
            foreach (var signature in signatures)
            {
                isSigned |= CryptographicOperations.FixedTimeEquals(mac, signature);
            }
        }

        return isSigned;
    }
}

/// <summary>What <see cref="WebhookVerifier"/> says of a webhook. Only <see cref="Valid"/> may be acted upon.</summary>
public enum WebhookVerdict
{
    /// <summary>It is signed with the secret and fresh.</summary>
    Valid = 0,

    /// <summary>
    /// It is signed with the secret, but its timestamp is too far from now: it may have been recorded and sent again, or a clock is
    /// wrong.
    /// </summary>
    Stale = 1,

    /// <summary>No signature fits: wrong secret, or the body or a header was changed on the way.</summary>
    Forged = 2,

    /// <summary>A header is missing or cannot be read.</summary>
    Malformed = 3,

    /// <summary>There are signatures, but none of version <c>v1</c>.</summary>
    UnknownVersion = 4,
}

/// <summary>The names of the headers of a webhook.</summary>
public static class WebhookHeaders
{
    /// <summary>The id of the message, the same at every attempt: the receiver's idempotency key.</summary>
    public const string Id = "webhook-id";

    /// <summary>When this attempt was made, in seconds since 1970.</summary>
    public const string Timestamp = "webhook-timestamp";

    /// <summary>The signatures, with a blank between them.</summary>
    public const string Signature = "webhook-signature";

    internal const int MaxIdLength = 256;
}
