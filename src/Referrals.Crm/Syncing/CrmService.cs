using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Referrals.Crm.Storage;
using Referrals.Events;

namespace Referrals.Crm.Syncing;

/// <summary>The CRMs of the application.</summary>
internal sealed class CrmChannels(IReadOnlyList<CrmChannel> all) : IDisposable
{
    internal IReadOnlyList<CrmChannel> All => all;

    public void Dispose()
    {
        foreach (var channel in all)
        {
            channel.Dispose();
        }
    }
}

/// <summary>Writes what is due from the start of the application to its end, each CRM at its own pace.</summary>
internal sealed class CrmService : IHostedService, IAsyncDisposable
{
    private readonly CrmSync _sync;
    private readonly CrmChannels _channels;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    internal CrmService(CrmSync sync, CrmChannels channels, IServiceProvider services, TimeProvider time, ILogger logger)
    {
        _sync = sync;
        _channels = channels;
        _services = services;
        _time = time;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        using (var scope = _services.CreateScope())
        {
            var engine = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
            foreach (var channel in _channels.All)
            {
                // A program that is not named, or not there, ends the start.
                _ = channel.PartitionOf(engine);
                _ = channel.EngineOf(engine);
            }

            Warn(scope.ServiceProvider);
        }

        _running = Task.WhenAll(_channels.All.Select(channel => Task.Run(() => RunAsync(channel), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Stops; who was leased and not settled is due again when the lease ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private void Warn(IServiceProvider services)
    {
        if (services.GetService<IReferralEventHandler>() is null)
        {
            Log.NothingIsPublished(_logger);
        }

        if (services.GetService<IHostEnvironment>()?.IsProduction() == true && services.GetRequiredService<ICrmStore>() is InMemoryCrmStore)
        {
            Log.NothingIsKept(_logger);
        }
    }

    private async Task RunAsync(CrmChannel channel)
    {
        using var timer = new PeriodicTimer(channel.Options.Interval, _time);
        do
        {
            try
            {
                _ = await _sync.RunAsync(channel, _stopping.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                Log.RoundFailed(_logger, exception, channel.Name);
            }
        }
        while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false));
    }
}
