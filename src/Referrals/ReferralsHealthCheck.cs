using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Referrals;

/// <summary>
/// Whether decisions can be made: healthy if the store answers and programs are what they were when they decided; degraded if events were set
/// aside because they could not be delivered, or versions that have decided are not registered; unhealthy if the store does not answer or a
/// version was changed.
/// </summary>
/// <example><code>
/// services.AddHealthChecks().AddCheck&lt;ReferralsHealthCheck&gt;("referrals");
/// </code></example>
/// <remarks>
/// It costs a read by key for each program and tenant, and a short scan of the outbox. It is no audit: see
/// <see cref="ProgramOperations.VerifyAsync"/>.
/// </remarks>
public sealed class ReferralsHealthCheck : IHealthCheck
{
    private readonly ReferralEngine _engine;
    private readonly ITenantSource? _tenants;

    /// <summary>A check of an engine and its store.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="tenants">Names the tenants to look at; <c>null</c> for an application without tenants.</param>
    public ReferralsHealthCheck(ReferralEngine engine, ITenantSource? tenants = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        _tenants = tenants;
    }

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var warnings = await _engine.Operations.ProbeAsync(_tenants, cancellationToken).ConfigureAwait(false);
            return warnings.Count == 0
                ? HealthCheckResult.Healthy("The store answers.")
                : HealthCheckResult.Degraded(string.Join(' ', warnings));
        }
        catch (ReferralsException exception)
        {
            return new HealthCheckResult(context.Registration?.FailureStatus ?? HealthStatus.Unhealthy, exception.Message, exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(
                context.Registration?.FailureStatus ?? HealthStatus.Unhealthy, "The store does not answer.", exception);
        }
    }
}
