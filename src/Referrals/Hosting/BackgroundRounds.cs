using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Referrals.Hosting;

/// <summary>One round of everything that time makes due, for every program and tenant.</summary>
/// <remarks>
/// Safe on any number of instances at once: what is decided has a key that follows from what is due, so that the second instance
/// only gets the first one's answer; and events are leased.
/// </remarks>
internal sealed class BackgroundRounds
{
    private readonly Func<IServiceProvider, TenantId, ProgramId, CancellationToken, ValueTask> _round;
    private readonly IServiceScopeFactory _scopes;
    private readonly Func<IServiceProvider, TenantId, CancellationToken, ValueTask<IReadOnlyCollection<ProgramId>>> _programs;
    private readonly ILogger _logger;

    /// <param name="round">What is done for one program of one tenant, with the services of a scope of its own.</param>
    /// <param name="scopes">Makes the scopes.</param>
    /// <param name="programs">The programs of a tenant.</param>
    /// <param name="logger">Gets what fails.</param>
    internal BackgroundRounds(
        Func<IServiceProvider, TenantId, ProgramId, CancellationToken, ValueTask> round,
        IServiceScopeFactory scopes,
        Func<IServiceProvider, TenantId, CancellationToken, ValueTask<IReadOnlyCollection<ProgramId>>> programs,
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
        foreach (var tenant in await TenantsAsync(_scopes, cancellationToken).ConfigureAwait(false))
        {
            if (await ProgramsAsync(tenant, cancellationToken).ConfigureAwait(false) is not { } programs)
            {
                failures++;
                continue;
            }

            foreach (var program in programs)
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

    /// <summary>The programs of a tenant. Where they cannot be read, that is logged, and the other tenants get their round.</summary>
    private async ValueTask<IReadOnlyCollection<ProgramId>?> ProgramsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        try
        {
            var scope = _scopes.CreateAsyncScope();
            await using var disposal = scope.ConfigureAwait(false);
            return await _programs(scope.ServiceProvider, tenant, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ProgramsNotRead(_logger, exception);
            return null;
        }
    }

    /// <summary>The tenants for which an application works in the background.</summary>
    internal static async ValueTask<List<TenantId>> TenantsAsync(IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
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

/// <summary>Runs the rounds from the start of the application to its end.</summary>
internal sealed class BackgroundRoundsService : IHostedService, IAsyncDisposable
{
    private readonly BackgroundRounds _work;
    private readonly PeriodicTimer _timer;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    internal BackgroundRoundsService(BackgroundRounds work, BackgroundProcessingOptions options, TimeProvider time, ILogger logger)
    {
        _work = work;
        _timer = new PeriodicTimer(options.Interval, time);
        _logger = logger;
    }

    /// <summary>The first round begins at once, and the application does not wait for it.</summary>
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

/// <summary>What the background work logs.</summary>
internal static partial class Log
{
    [LoggerMessage(30, LogLevel.Error, "Partition {Partition}: a round of background work failed; it is tried again in the next one.")]
    internal static partial void RoundFailed(ILogger logger, Exception exception, Partition partition);

    [LoggerMessage(32, LogLevel.Warning, "Referrals are kept in memory and lost at the end, in an environment called Production: name a store, such as with UseEntityFrameworkCore.")]
    internal static partial void NothingIsKept(ILogger logger);

    [LoggerMessage(33, LogLevel.Warning, "The store did not answer at the start, so it was not looked whether programs have changed; the first decision does so.")]
    internal static partial void NotCheckedAtStart(ILogger logger, Exception exception);

    [LoggerMessage(34, LogLevel.Warning, "The programs that are kept in the store could not be read; it is tried again.")]
    internal static partial void ProgramsNotRead(ILogger logger, Exception exception);

    [LoggerMessage(35, LogLevel.Information, "{Outcome}")]
    internal static partial void FilePublished(ILogger logger, string outcome);

    [LoggerMessage(36, LogLevel.Warning, "A file of the folder of programs was not published; what is in force stays in force. {Outcome}")]
    internal static partial void FileRefused(ILogger logger, string outcome);

    [LoggerMessage(37, LogLevel.Warning, "The folder of programs {Folder} could not be read or published; it is tried again, and told once.")]
    internal static partial void FolderFailed(ILogger logger, Exception exception, string folder);

    [LoggerMessage(31, LogLevel.Error, "A round of background work failed before it began: the tenants could not be read.")]
    internal static partial void TenantsFailed(ILogger logger, Exception exception);
}
