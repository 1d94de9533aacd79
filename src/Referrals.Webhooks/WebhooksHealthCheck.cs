using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Referrals.Webhooks.Delivery;
using Referrals.Webhooks.Storage;

namespace Referrals.Webhooks;

/// <summary>
/// Whether webhooks arrive: degraded if an endpoint was disabled because its receiver is gone or fails, if one has failed five
/// times in a row, or if something has been due for 15 minutes and nobody sends it; unhealthy if the store does not answer.
/// </summary>
/// <example><code>
/// services.AddHealthChecks().AddCheck&lt;WebhooksHealthCheck&gt;("webhooks");
/// </code></example>
/// <remarks>It costs two short queries. It names endpoints by their ids, 10 at most, and no URL.</remarks>
public sealed class WebhooksHealthCheck : IHealthCheck
{
    private const int MaxNamed = 10;

    private static readonly Duration Late = Duration.FromMinutes(15);

    private readonly IWebhookStore _store;
    private readonly WebhookClock _clock;

    /// <summary>Makes a check; the container does so.</summary>
    public WebhooksHealthCheck(IWebhookStore store, WebhookClock clock)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(clock);
        _store = store;
        _clock = clock;
    }

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var now = _clock.Clock.GetCurrentInstant();
            var troubled = await _store.ListTroubledEndpointsAsync(WebhookDispatcher.Unwell, 1_000, cancellationToken).ConfigureAwait(false);
            var oldest = await _store.FindOldestDueAsync(now, cancellationToken).ConfigureAwait(false);
            var findings = new List<string>();
            if (troubled.Count > 0)
            {
                var named = string.Join(", ", troubled.OrderBy(static one => one.Id, StringComparer.Ordinal).Take(MaxNamed).Select(Told));
                findings.Add($"Endpoints with trouble: {named}{(troubled.Count > MaxNamed ? $" and {troubled.Count - MaxNamed} more" : "")}.");
            }

            if (oldest is { } due && now - due >= Late)
            {
                findings.Add($"A webhook has been due for {(long)(now - due).TotalMinutes} minutes: no instance with AddWebhooks is running, or receivers take less than is decided.");
            }

            return findings.Count == 0 ? HealthCheckResult.Healthy("Webhooks arrive.") : HealthCheckResult.Degraded(string.Join(' ', findings));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(
                context.Registration?.FailureStatus ?? HealthStatus.Unhealthy, "The store of webhooks does not answer.", exception);
        }
    }

    private static string Told(WebhookEndpoint endpoint) => endpoint.Status switch
    {
        WebhookEndpointStatus.Gone => $"{endpoint.Id} (disabled, gone)",
        WebhookEndpointStatus.Failing => $"{endpoint.Id} (disabled, failing)",
        _ => $"{endpoint.Id} ({endpoint.ConsecutiveFailures} failures in a row)",
    };
}
