using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Referrals.Messages.Storage;

namespace Referrals.Messages;

/// <summary>
/// Whether messages are sent: degraded if something has been due for 15 minutes and nobody looks at it; unhealthy if the store does not answer.
/// </summary>
/// <example><code>
/// services.AddHealthChecks().AddCheck&lt;MessagesHealthCheck&gt;("messages");
/// </code></example>
/// <remarks>It costs one short query.</remarks>
public sealed class MessagesHealthCheck : IHealthCheck
{
    private static readonly Duration Late = Duration.FromMinutes(15);

    private readonly IMessageStore _store;
    private readonly MessageClock _clock;

    /// <summary>Makes a check; the container does so.</summary>
    public MessagesHealthCheck(IMessageStore store, MessageClock clock)
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
            var now = _clock.Now();
            return await _store.FindOldestDueAsync(now, cancellationToken).ConfigureAwait(false) is { } due && now - due >= Late
                ? HealthCheckResult.Degraded(
                    $"A message has been due for {(long)(now - due).TotalMinutes} minutes: no instance with AddMessages is running, or the messenger is slower than what is decided.")
                : HealthCheckResult.Healthy("Messages are sent.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(
                context.Registration?.FailureStatus ?? HealthStatus.Unhealthy, "The store of messages does not answer.", exception);
        }
    }
}
