using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Referrals.Crm.Storage;
using Referrals.Crm.Syncing;

namespace Referrals.Crm;

/// <summary>
/// Whether the CRMs are kept up to date: degraded if access was refused, if 20 records or more were set aside, or if something has been due for an hour;
/// unhealthy if the store does not answer.
/// </summary>
/// <example><code>
/// services.AddHealthChecks().AddCheck&lt;CrmHealthCheck&gt;("crm");
/// </code></example>
/// <remarks>It costs two short queries and calls no CRM. Of a refused access it knows what this instance has met.</remarks>
public sealed class CrmHealthCheck : IHealthCheck
{
    private const int ManySetAside = 20;

    private static readonly Duration Late = Duration.FromHours(1);

    private readonly ICrmStore _store;
    private readonly CrmChannels _channels;
    private readonly CrmClock _clock;

    internal CrmHealthCheck(ICrmStore store, CrmChannels channels, CrmClock clock)
    {
        _store = store;
        _channels = channels;
        _clock = clock;
    }

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var now = _clock.Now();
            var findings = _channels.All.Where(static channel => channel.Rest is { Pause.NeedsPeople: true })
                .Select(static channel => $"{channel.Name} refuses access: {channel.Rest!.Value.Pause.Code}.").ToList();
            var backlog = await _store.ReadBacklogAsync(now, cancellationToken).ConfigureAwait(false);
            if (backlog.SetAside >= ManySetAside)
            {
                findings.Add($"{backlog.SetAside} records were set aside: read them with ReadSetAsideAsync, mend the cause, and retry them.");
            }

            if (backlog.OldestDueAt is { } due && now - due >= Late)
            {
                findings.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Somebody has been due for {(long)(now - due).TotalMinutes} minutes: no instance with a CRM is running, or the CRM's limits take less than changes."));
            }

            return findings.Count == 0 ? HealthCheckResult.Healthy("The CRMs are up to date.") : HealthCheckResult.Degraded(string.Join(' ', findings));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration?.FailureStatus ?? HealthStatus.Unhealthy, "The store of the CRM mirror does not answer.", exception);
        }
    }
}
