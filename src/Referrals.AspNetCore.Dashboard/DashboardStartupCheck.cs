using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Referrals.AspNetCore.Dashboard;

/// <summary>
/// Ends the start of a host whose dashboard anybody could open. Endpoints are made when they are first asked for; made wrongly they throw, so that
/// no request is answered before this has asked.
/// </summary>
internal sealed class DashboardStartupCheck(EndpointDataSource endpoints) : IHostedLifecycleService
{
    /// <summary>Whether an endpoint asks for a signed-in or otherwise known person, whatever its groups have added.</summary>
    internal static bool IsGuarded(EndpointBuilder endpoint) => IsGuarded([.. endpoint.Metadata]);

    /// <summary>Whether metadata ask for a signed-in or otherwise known person.</summary>
    internal static bool IsGuarded(IReadOnlyList<object> metadata) =>
        metadata.Any(static one => one is IAuthorizeData or AuthorizationPolicy) && !metadata.Any(static one => one is IAllowAnonymous);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _ = endpoints.Endpoints;
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Says that <c>AddDashboard</c> was called.</summary>
internal sealed class DashboardMarker;
