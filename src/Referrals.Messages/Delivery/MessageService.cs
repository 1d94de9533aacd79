using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Referrals.Events;
using Referrals.Messages.Storage;

namespace Referrals.Messages.Delivery;

/// <summary>Sends from the start of the application to its end.</summary>
internal sealed class MessageService : IHostedService, IAsyncDisposable
{
    private readonly MessageDispatcher _dispatcher;
    private readonly IServiceProvider _services;
    private readonly MessageOptions _options;
    private readonly PeriodicTimer _timer;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    internal MessageService(MessageDispatcher dispatcher, IServiceProvider services, MessageOptions options, TimeProvider time, ILogger logger)
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

    /// <summary>Stops; what was leased and not settled is due again when its lease ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _timer.Dispose();
        _stopping.Dispose();
    }

    private void Warn()
    {
        using var scope = _services.CreateScope();
        if (scope.ServiceProvider.GetService<IReferralEventHandler>() is null)
        {
            Log.NothingIsPublished(_logger);
        }

        if (_services.GetService<IHostEnvironment>()?.IsProduction() != true)
        {
            return;
        }

        if (scope.ServiceProvider.GetRequiredService<IMessageStore>() is InMemoryMessageStore)
        {
            Log.NothingIsKept(_logger);
        }

        if (_options.UnsubscribeLinks is null)
        {
            Log.NobodyCanUnsubscribe(_logger);
        }
    }

    private async Task RunAsync()
    {
        do
        {
            try
            {
                _ = await _dispatcher.RunAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                Log.RoundFailed(_logger, exception);
            }
        }
        while (await _timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false));
    }
}
