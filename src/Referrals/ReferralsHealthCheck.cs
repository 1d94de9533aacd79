using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Referrals;

/// <summary>
/// Whether decisions can be made: healthy if the store answers, degraded if events were set aside because they could not be delivered.
/// </summary>
/// <example><code>
/// services.AddHealthChecks().AddCheck&lt;ReferralsHealthCheck&gt;("referrals");
/// </code></example>
/// <remarks>It costs a read by key for each program and a short scan of the outbox. It is no audit: see <see cref="ProgramOperations.VerifyAsync"/>.</remarks>
public sealed class ReferralsHealthCheck : IHealthCheck
{
    private readonly ReferralEngine _engine;

    /// <summary>A check of an engine and its store.</summary>
    public ReferralsHealthCheck(ReferralEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
    }

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var setAside = await _engine.Operations.ProbeAsync(cancellationToken).ConfigureAwait(false);
            return setAside == 0
                ? HealthCheckResult.Healthy("The store answers.")
                : HealthCheckResult.Degraded(
                    $"At least {setAside} events could not be delivered and were set aside. Look at them with Events.ReadDeadLettersAsync.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(
                context.Registration?.FailureStatus ?? HealthStatus.Unhealthy, "The store does not answer.", exception);
        }
    }
}
