using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Referrals.Webhooks.Delivery;

/// <summary>What follows from an attempt: for the delivery, and for its endpoint. Pure functions.</summary>
internal static class RetryRules
{
    /// <summary>How long an endpoint is left alone that answers 429 and does not say for how long.</summary>
    private static readonly Duration ShortPause = Duration.FromSeconds(30);

    /// <summary>The longest that a receiver can ask to be left alone.</summary>
    private static readonly Duration LongestPause = Duration.FromDays(1);

    /// <summary>The delivery after an attempt, with the same version.</summary>
    internal static WebhookDelivery After(WebhookDelivery delivery, WebhookAttempt attempt, WebhookOptions options, Instant now)
    {
        var attempts = delivery.Attempts + 1;
        var after = delivery with
        {
            Attempts = attempts,
            LastAttemptAt = now,
            LastStatus = attempt.Status,
            LastResult = attempt.Result,
        };
        if (attempt.IsSuccess)
        {
            return after with { State = WebhookDeliveryState.Delivered };
        }

        if (attempt.Status == 410 || attempts > options.RetryDelays.Count)
        {
            return after with { State = WebhookDeliveryState.Failed };
        }

        var due = now + DelayAfter(attempts, delivery, options);
        return after with { DueAt = PauseUntil(attempt, now) is { } pause && pause > due ? pause : due };
    }

    /// <summary>
    /// How long a delivery rests after an attempt, from 1. The jitter follows from the delivery and the attempt: spread like a
    /// random one, and the same whoever computes it.
    /// </summary>
    internal static Duration DelayAfter(int attempt, WebhookDelivery delivery, WebhookOptions options)
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"{delivery.MessageId}\n{delivery.EndpointId}\n{attempt}");
        var part = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(seed))) / (double)uint.MaxValue;
        return Duration.FromTimeSpan(options.RetryDelays[attempt - 1] * (1 + (options.Jitter * ((2 * part) - 1))));
    }

    /// <summary>Until when the endpoint is to be left alone; <c>null</c> if nothing asks for it.</summary>
    internal static Instant? PauseUntil(WebhookAttempt attempt, Instant now) => attempt.Status switch
    {
        429 or 502 or 503 or 504 when attempt.RetryAt is { } at => Instant.Min(Instant.Max(at, now), now + LongestPause),
        429 => now + ShortPause,
        _ => null,
    };

    /// <summary>Whether an endpoint has failed for too long.</summary>
    internal static bool IsGivenUp(WebhookEndpoint endpoint, WebhookOptions options, Instant now) =>
        endpoint.ConsecutiveFailures >= options.DisableAfterFailures
        && endpoint.FailingSince is { } since
        && now - since >= Duration.FromTimeSpan(options.DisableAfter);

    /// <summary>
    /// When a receiver wants to be called again: seconds from now, or a date (RFC 9110, section 10.2.3). <c>null</c> for what is
    /// neither.
    /// </summary>
    internal static Instant? ReadRetryAfter(string? header, Instant now)
    {
        var text = header?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.All(char.IsAsciiDigit))
        {
            // More seconds than a day are a day in the end; nobody needs all digits.
            var seconds = text.Length > 9 ? 999_999_999 : int.Parse(text, CultureInfo.InvariantCulture);
            return now + Duration.FromSeconds(seconds);
        }

        string[] forms = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];
        return DateTime.TryParseExact(
            text, forms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowInnerWhite, out var date)
            ? Instant.FromDateTimeUtc(date)
            : null;
    }
}
