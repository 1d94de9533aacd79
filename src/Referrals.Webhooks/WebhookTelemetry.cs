using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Referrals.Webhooks;

/// <summary>The names under which webhooks are reported. No tag holds an endpoint, a URL, a tenant or a customer.</summary>
/// <example><code>
/// services.AddOpenTelemetry()
///     .WithTracing(tracing => tracing.AddSource(WebhookTelemetry.SourceName))
///     .WithMetrics(metrics => metrics.AddMeter(WebhookTelemetry.MeterName));
/// </code></example>
public static class WebhookTelemetry
{
    /// <summary>The activity source.</summary>
    public const string SourceName = "Referrals.Webhooks";

    /// <summary>The meter.</summary>
    public const string MeterName = "Referrals.Webhooks";

    /// <summary>The activity of one attempt.</summary>
    public const string SendActivity = "referrals.webhooks.send";

    /// <summary>A histogram: how long an attempt took, in seconds; by status.</summary>
    public const string AttemptDuration = "referrals.webhooks.attempt.duration";

    /// <summary>A counter: deliveries, by what became of them after an attempt.</summary>
    public const string Deliveries = "referrals.webhooks.deliveries";

    /// <summary>A counter: endpoints that were disabled, by why.</summary>
    public const string EndpointsDisabled = "referrals.webhooks.endpoints.disabled";

    /// <summary>Tag: the HTTP status of the answer, such as <c>200</c>; <c>none</c> where there was none.</summary>
    public const string StatusTag = "http.response.status_code";

    /// <summary>
    /// Tag: <c>delivered</c>, <c>postponed</c>, <c>failed</c>, or <c>lost</c> where the lease had ended before it was settled.
    /// </summary>
    public const string OutcomeTag = "referrals.webhooks.outcome";

    /// <summary>Tag: <c>gone</c> or <c>failing</c>.</summary>
    public const string ReasonTag = "referrals.webhooks.reason";
}

/// <summary>The instruments, made once for the process, as their listeners expect.</summary>
internal static class WebhookInstruments
{
    private static readonly Meter Meter = new(WebhookTelemetry.MeterName);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        WebhookTelemetry.AttemptDuration, "s", "How long an attempt to send a webhook took.");

    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        WebhookTelemetry.Deliveries, "{delivery}", "Deliveries of webhooks, by what became of them after an attempt.");

    private static readonly Counter<long> Disabled = Meter.CreateCounter<long>(
        WebhookTelemetry.EndpointsDisabled, "{endpoint}", "Endpoints that were disabled because their receiver is gone or has failed for too long.");

    internal static readonly ActivitySource Source = new(WebhookTelemetry.SourceName);

    internal static void Attempted(Activity? activity, WebhookAttempt attempt)
    {
        object status = attempt.Status is { } code ? code : "none";
        _ = activity?.SetTag(WebhookTelemetry.StatusTag, status).SetStatus(attempt.IsSuccess ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        Duration.Record(attempt.Elapsed.TotalSeconds, new KeyValuePair<string, object?>(WebhookTelemetry.StatusTag, status));
    }

    internal static void Settled(string outcome) => Deliveries.Add(1, new KeyValuePair<string, object?>(WebhookTelemetry.OutcomeTag, outcome));

    internal static void EndpointDisabled(WebhookEndpointStatus status) => Disabled.Add(
        1, new KeyValuePair<string, object?>(WebhookTelemetry.ReasonTag, status == WebhookEndpointStatus.Gone ? "gone" : "failing"));
}
