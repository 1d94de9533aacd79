using NodaTime;
using Referrals.Webhooks.Signing;
using Referrals.Webhooks.Storage;

namespace Referrals.Webhooks.Delivery;

/// <summary>What an endpoint is after a change that somebody asks for. Pure functions.</summary>
internal static class EndpointChanges
{
    internal static DeliveryQuery Pending { get; } = DeliveryQuery.All with { States = [WebhookDeliveryState.Pending] };

    /// <summary>A new secret in front; those that were valid stay so for a while.</summary>
    internal static WebhookEndpoint Rotated(WebhookEndpoint endpoint, WebhookSecret secret, Instant now, Duration overlap)
    {
        var end = now + overlap;
        var old = ValidKeys(endpoint, now).Select(key => key with { ValidUntil = key.ValidUntil is { } until && until < end ? until : end });
        return endpoint with { Keys = [new WebhookKey(secret, null), .. old.Where(key => key.ValidUntil > now)] };
    }

    internal static IEnumerable<WebhookKey> ValidKeys(WebhookEndpoint endpoint, Instant now) =>
        endpoint.Keys.Where(key => key.ValidUntil is not { } until || now < until);

    internal static WebhookEndpoint Enabled(WebhookEndpoint endpoint, Instant now) =>
        endpoint with { Status = WebhookEndpointStatus.Enabled, StatusSince = now, IsTold = true };

    internal static WebhookEndpoint Disabled(WebhookEndpoint endpoint, Instant now) =>
        endpoint with { Status = WebhookEndpointStatus.Disabled, StatusSince = now, IsTold = true };
}
