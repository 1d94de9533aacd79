using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Referrals.Registration;

namespace Referrals.Hosting;

/// <summary>One round of everything that time makes due, for every program and tenant.</summary>
/// <remarks>
/// Safe on any number of instances at once: what is decided has a key that follows from what is due, so that the second instance
/// only gets the first one's answer; and events are leased.
/// </remarks>
internal sealed class DueWork
{
    private readonly Func<IServiceProvider, TenantId, ProgramId, CancellationToken, ValueTask> _round;
    private readonly IServiceScopeFactory _scopes;
    private readonly ProgramRegistry _programs;
    private readonly ILogger _logger;

    /// <param name="round">What is done for one program of one tenant, with the services of a scope of its own.</param>
    /// <param name="scopes">Makes the scopes.</param>
    /// <param name="programs">The programs.</param>
    /// <param name="logger">Gets what fails.</param>
    internal DueWork(
        Func<IServiceProvider, TenantId, ProgramId, CancellationToken, ValueTask> round,
        IServiceScopeFactory scopes,
        ProgramRegistry programs,
        ILogger logger)
    {
        _round = round;
        _scopes = scopes;
        _programs = programs;
        _logger = logger;
    }

    /// <summary>Runs a round. What fails in one program or tenant is logged and does not keep the others from theirs.</summary>
    /// <returns>How many programs and tenants failed.</returns>
    internal async ValueTask<int> RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        foreach (var tenant in await TenantsAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var program in _programs.Ids)
            {
                failures += await TryRunAsync(tenant, program, cancellationToken).ConfigureAwait(false) ? 0 : 1;
            }
        }

        return failures;
    }

    private async ValueTask<bool> TryRunAsync(TenantId tenant, ProgramId program, CancellationToken cancellationToken)
    {
        try
        {
            var scope = _scopes.CreateAsyncScope();
            await using var disposal = scope.ConfigureAwait(false);
            await _round(scope.ServiceProvider, tenant, program, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.RoundFailed(_logger, exception, Partition.Of(tenant, program));
            return false;
        }
    }

    private async ValueTask<List<TenantId>> TenantsAsync(CancellationToken cancellationToken)
    {
        var scope = _scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        if (scope.ServiceProvider.GetService<ITenantSource>() is not { } source)
        {
            return [default];
        }

        var tenants = new List<TenantId>();
        await foreach (var tenant in source.TenantsAsync(cancellationToken).ConfigureAwait(false))
        {
            tenants.Add(tenant);
        }

        return tenants;
    }
}
