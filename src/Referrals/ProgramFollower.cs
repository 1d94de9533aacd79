using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Referrals.Hosting;

namespace Referrals;

/// <summary>
/// Lets what pages read without a call to the store, such as <see cref="ReferralPrograms"/>, follow the programs in the store. Decisions do not need
/// it: each of them reads the program's calendar itself.
/// </summary>
internal sealed class ProgramFollower : BackgroundService
{
    private readonly IServiceScopeFactory _scopes;
    private readonly IOptions<ReferralsOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal ProgramFollower(IServiceScopeFactory scopes, IOptions<ReferralsOptions> options, TimeProvider time, ILogger logger)
    {
        _scopes = scopes;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Value.StoredPrograms is not { } stored)
        {
            return;
        }

        using var timer = new PeriodicTimer(stored.RefreshInterval, _time);
        do
        {
            try
            {
                var scope = _scopes.CreateAsyncScope();
                await using var disposal = scope.ConfigureAwait(false);
                await scope.ServiceProvider.GetRequiredService<ReferralEngine>().FollowKnownAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.ProgramsNotRead(_logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
