using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Referrals.Hosting;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// What is looked at when the application starts: whether versions of programs are what they were when they decided, and whether anything is kept. A
/// store that does not answer yet, such as before the first migration, is logged; the first decision looks again.
/// </summary>
internal sealed class StartupCheck : IHostedService
{
    private readonly IServiceScopeFactory _scopes;
    private readonly IHostEnvironment? _environment;
    private readonly ILogger _logger;

    internal StartupCheck(IServiceScopeFactory scopes, IHostEnvironment? environment, ILogger logger)
    {
        _scopes = scopes;
        _environment = environment;
        _logger = logger;
    }

    /// <exception cref="ReferralsException">A version has another content than when it decided.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scope = _scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        var services = scope.ServiceProvider;
        if (_environment?.IsProduction() == true
            && ReferenceEquals(services.GetRequiredService<IReferralStore>(), services.GetRequiredService<DefaultStore>().Store))
        {
            Log.NothingIsKept(_logger);
        }

        try
        {
            var engine = services.GetRequiredService<ReferralEngine>();
            _ = await engine.Operations.ProbeAsync(services.GetService<ITenantSource>(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (ReferralsException or OperationCanceledException))
        {
            Log.NotCheckedAtStart(_logger, exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
