using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Referrals.Events;
using Referrals.Webhooks.Storage;

namespace Referrals.Webhooks.Delivery;

/// <summary>Sends from the start of the application to its end.</summary>
internal sealed class WebhookService : IHostedService, IAsyncDisposable
{
    private readonly WebhookDispatcher _dispatcher;
    private readonly IServiceProvider _services;
    private readonly WebhookOptions _options;
    private readonly PeriodicTimer _timer;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private Task _running = Task.CompletedTask;

    internal WebhookService(WebhookDispatcher dispatcher, IServiceProvider services, WebhookOptions options, TimeProvider time, ILogger logger)
    {
        _dispatcher = dispatcher;
        _services = services;
        _options = options;
        _timer = new PeriodicTimer(options.Interval, time);
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Warn();
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Begins nothing more and lets attempts that were begun come to their end, as long as the application waits.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _dispatcher.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _aborting.CancelAsync().ConfigureAwait(false);
        await _dispatcher.WhenIdleAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _aborting.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _dispatcher.WhenIdleAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _timer.Dispose();
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private void Warn()
    {
        using var scope = _services.CreateScope();
        if (scope.ServiceProvider.GetService<IReferralEventHandler>() is null)
        {
            Log.NothingIsPublished(_logger);
        }

        if (_services.GetService<IHostEnvironment>()?.IsProduction() == true)
        {
            if (scope.ServiceProvider.GetRequiredService<IWebhookStore>() is InMemoryWebhookStore)
            {
                Log.NothingIsKept(_logger);
            }

            if (_options.AllowHttp || _options.AllowPrivateNetworks)
            {
                Log.IsOpen(_logger, _options.AllowHttp, _options.AllowPrivateNetworks);
            }
        }
    }

    private async Task RunAsync()
    {
        do
        {
            try
            {
                _ = await _dispatcher.StartAsync(_stopping.Token, _aborting.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                Log.RoundFailed(_logger, exception);
            }
        }
        while (await _timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false));
    }
}
