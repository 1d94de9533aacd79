using System.Globalization;
using NodaTime;
using Referrals.Webhooks.Signing;

namespace Referrals.Webhooks.EntityFrameworkCore.Model;

/// <summary>Turns rows into values and back.</summary>
internal static class RowMapping
{
    private const long TicksPerMicrosecond = 10;

    internal static long ToMicroseconds(this Instant instant)
    {
        var quotient = Math.DivRem(instant.ToUnixTimeTicks(), TicksPerMicrosecond, out var rest);
        return rest < 0 ? quotient - 1 : quotient;
    }

    internal static Instant ToInstant(this long microseconds) => Instant.FromUnixTimeTicks(microseconds * TicksPerMicrosecond);

    internal static EndpointRow ToRow(this WebhookEndpoint endpoint, IWebhookSecretProtection? protection) => new()
    {
        Id = endpoint.Id,
        Tenant = endpoint.Tenant.ToString(),
        Url = endpoint.Settings.Url,
        Types = string.Join(' ', endpoint.Settings.Types),
        Programs = string.Join(' ', endpoint.Settings.Programs),
        Detail = (int)endpoint.Settings.Detail,
        Format = (int)endpoint.Settings.Format,
        Description = endpoint.Settings.Description,
        Keys = protection is null ? KeyText.Write(endpoint.Keys) : protection.Protect(KeyText.Write(endpoint.Keys)),
        Status = (int)endpoint.Status,
        StatusSince = endpoint.StatusSince.ToMicroseconds(),
        Told = endpoint.IsTold ? 1 : 0,
        CreatedAt = endpoint.CreatedAt.ToMicroseconds(),
        Failures = endpoint.ConsecutiveFailures,
        FailingSince = endpoint.FailingSince?.ToMicroseconds(),
        LastSuccessAt = endpoint.LastSuccessAt?.ToMicroseconds(),
        PausedUntil = endpoint.PausedUntil?.ToMicroseconds(),
        Version = endpoint.Version,
    };

    internal static WebhookEndpoint ToEndpoint(this EndpointRow row, IWebhookSecretProtection? protection) => new()
    {
        Id = row.Id,
        Tenant = TenantOf(row.Tenant),
        Settings = new WebhookSettings
        {
            Url = row.Url,
            Types = row.Types.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Programs = [.. row.Programs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ProgramId.From)],
            Detail = (WebhookDetail)row.Detail,
            Format = (WebhookFormat)row.Format,
            Description = row.Description,
        },
        Keys = KeyText.Read(protection is null ? row.Keys : protection.Unprotect(row.Keys), row.Id),
        Status = (WebhookEndpointStatus)row.Status,
        StatusSince = row.StatusSince.ToInstant(),
        IsTold = row.Told != 0,
        CreatedAt = row.CreatedAt.ToInstant(),
        ConsecutiveFailures = row.Failures,
        FailingSince = row.FailingSince?.ToInstant(),
        LastSuccessAt = row.LastSuccessAt?.ToInstant(),
        PausedUntil = row.PausedUntil?.ToInstant(),
        Version = row.Version,
    };

    internal static WebhookMessage ToMessage(this MessageRow row) => new()
    {
        Id = row.Id,
        Tenant = TenantOf(row.Tenant),
        Program = ProgramId.From(row.Program),
        Type = row.Type,
        CreatedAt = row.CreatedAt.ToInstant(),
        IsFull = row.Full != 0,
        Json = row.Json,
    };

    internal static WebhookDelivery ToDelivery(this DeliveryRow row) => new()
    {
        MessageId = row.MessageId,
        EndpointId = row.EndpointId,
        Detail = (WebhookDetail)row.Detail,
        Format = (WebhookFormat)row.Format,
        State = (WebhookDeliveryState)row.State,
        Attempts = row.Attempts,
        DueAt = row.DueAt.ToInstant(),
        CreatedAt = row.CreatedAt.ToInstant(),
        LastAttemptAt = row.LastAttemptAt?.ToInstant(),
        LastStatus = row.LastStatus,
        LastResult = row.LastResult,
        Version = row.Version,
    };

    private static TenantId TenantOf(string text) => text.Length == 0 ? default : TenantId.From(text);
}

/// <summary>
/// The secrets of an endpoint as text: one in a line, with a blank and the microseconds until which it is valid behind it, if there
/// is an end.
/// </summary>
internal static class KeyText
{
    internal static string Write(IEnumerable<WebhookKey> keys) => string.Join('\n', keys.Select(static key => key.ValidUntil is { } until
        ? string.Create(CultureInfo.InvariantCulture, $"{key.Secret.Reveal()} {until.ToMicroseconds()}")
        : key.Secret.Reveal()));

    /// <exception cref="FormatException">The text is not as it was written. The message does not repeat it.</exception>
    internal static IReadOnlyList<WebhookKey> Read(string text, string endpoint)
    {
        var keys = new List<WebhookKey>();
        foreach (var line in text.Split('\n'))
        {
            var parts = line.Split(' ');
            var end = 0L;
            if (!WebhookSecret.TryParse(parts[0], out var secret)
                || parts.Length > 2
                || (parts.Length == 2 && !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out end)))
            {
                throw new FormatException(
                    $"The secrets of endpoint '{endpoint}' cannot be read. If they are protected, register the IWebhookSecretProtection that protected them.");
            }

            keys.Add(new WebhookKey(secret, parts.Length == 2 ? end.ToInstant() : null));
        }

        return keys;
    }
}
