using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Referrals.Hosting;

/// <summary>Runs the rounds from the start of the host to its end.</summary>
internal sealed class DueWorkService : IHostedService, IAsyncDisposable
{
    private readonly DueWork _work;
    private readonly PeriodicTimer _timer;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    internal DueWorkService(DueWork work, DueWorkOptions options, TimeProvider time, ILogger logger)
    {
        _work = work;
        _timer = new PeriodicTimer(options.Interval, time);
        _logger = logger;
    }

    /// <summary>The first round begins at once, and the host does not wait for it.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Ends the round that runs: what it has not finished is due again, here or elsewhere.</summary>
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

    private async Task RunAsync()
    {
        do
        {
            try
            {
                await _work.RunAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                Log.TenantsFailed(_logger, exception);
            }
        }
        while (await _timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false));
    }
}
