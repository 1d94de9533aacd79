using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Webhooks.Storage;

namespace Referrals.Webhooks.Delivery;

/// <summary>
/// Sends what is due. Each endpoint has a runner of its own, which ends when nothing is due at it any more: an endpoint that is
/// slow keeps its own runner waiting and no other one.
/// </summary>
internal sealed class WebhookDispatcher : IDisposable
{
    /// <summary>From so many failures in a row an endpoint gets one attempt at a time.</summary>
    internal const int Unwell = 5;

    private const int PurgeSize = 500;

    private static readonly Duration BetweenPurges = Duration.FromHours(1);

    /// <summary>What a lease lasts beyond the time-out: for waiting, for reading the answer and for writing down what came of it.</summary>
    private static readonly Duration LeaseMargin = Duration.FromSeconds(45);

    private readonly ConcurrentDictionary<string, Task<int>> _runners = [];
    private readonly IServiceScopeFactory _scopes;
    private readonly WebhookSender _sender;
    private readonly WebhookOptions _options;
    private readonly IClock _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots;
    private Instant _purgedAt = Instant.MinValue;

    internal WebhookDispatcher(IServiceScopeFactory scopes, WebhookSender sender, WebhookOptions options, IClock clock, ILogger logger)
    {
        _scopes = scopes;
        _sender = sender;
        _options = options;
        _clock = clock;
        _logger = logger;
        _slots = new SemaphoreSlim(options.MaxConcurrentAttempts);
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>Sends until nothing is due any more, then returns.</summary>
    /// <returns>How many attempts were made.</returns>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var attempts = 0;
        while (await StartAsync(cancellationToken, cancellationToken).ConfigureAwait(false) is { Count: > 0 } runners)
        {
            var made = await Task.WhenAll(runners).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (made.Sum() == 0)
            {
                // What is due is leased by others, or cannot be reached in the store.
                break;
            }

            attempts += made.Sum();
        }

        return attempts;
    }

    /// <summary>
    /// Starts a runner for each endpoint at which something is due and that has none, and tells and clears up what there is.
    /// </summary>
    /// <param name="stopping">Cancelled when nothing more is to be begun.</param>
    /// <param name="aborting">Cancelled when what was begun is to end too.</param>
    /// <returns>The runners of endpoints at which something is due, those that run already too.</returns>
    internal async Task<IReadOnlyList<Task<int>>> StartAsync(CancellationToken stopping, CancellationToken aborting)
    {
        var scope = _scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        var store = scope.ServiceProvider.GetRequiredService<IWebhookStore>();
        var now = _clock.GetCurrentInstant();
        await TellAsync(scope.ServiceProvider, store, stopping).ConfigureAwait(false);
        await PurgeAsync(store, now, stopping).ConfigureAwait(false);
        var runners = new List<Task<int>>();
        foreach (var endpoint in await store.ListDueEndpointsAsync(now, stopping).ConfigureAwait(false))
        {
            var start = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var runner = _runners.GetOrAdd(endpoint, start.Task);
            runners.Add(runner);
            if (runner == start.Task)
            {
                _ = RunAsync(endpoint, start, stopping, aborting);
            }
        }

        return runners;
    }

    /// <summary>Waits for the runners; for the end of the application.</summary>
    internal Task WhenIdleAsync() => Task.WhenAll(_runners.Values);

    private async Task RunAsync(string endpoint, TaskCompletionSource<int> end, CancellationToken stopping, CancellationToken aborting)
    {
        var attempts = 0;
        try
        {
            int made;
            do
            {
                made = await SendBatchAsync(endpoint, stopping, aborting).ConfigureAwait(false);
                attempts += made;
            }
            while (made > 0);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || aborting.IsCancellationRequested)
        {
            // What was leased is due again when the lease ends.
        }
        catch (Exception exception)
        {
            Log.RunnerFailed(_logger, exception, endpoint);
        }
        finally
        {
            _ = _runners.TryRemove(endpoint, out _);
            end.SetResult(attempts);
        }
    }

    private async Task<int> SendBatchAsync(string id, CancellationToken stopping, CancellationToken aborting)
    {
        await _slots.WaitAsync(stopping).ConfigureAwait(false);
        var slots = 1;
        try
        {
            WebhookEndpoint? endpoint;
            IReadOnlyList<LeasedDelivery> leased;
            var scope = _scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                var store = scope.ServiceProvider.GetRequiredService<IWebhookStore>();
                endpoint = await store.FindEndpointAsync(id, stopping).ConfigureAwait(false);
                var now = _clock.GetCurrentInstant();
                if (endpoint is not { IsEnabled: true } || endpoint.PausedUntil > now)
                {
                    return 0;
                }

                var wanted = endpoint.ConsecutiveFailures >= Unwell ? 1 : _options.MaxConcurrentAttemptsPerEndpoint;
                while (slots < wanted && _slots.Wait(0, CancellationToken.None))
                {
                    slots++;
                }

                var until = now + Duration.FromTimeSpan(_options.Timeout) + LeaseMargin;
                leased = await store.LeaseAsync(id, now, until, slots, stopping).ConfigureAwait(false);
            }

            await Task.WhenAll(leased.Select(delivery => SendAsync(endpoint, delivery, aborting))).ConfigureAwait(false);
            return leased.Count;
        }
        finally
        {
            _ = _slots.Release(slots);
        }
    }

    private async Task SendAsync(WebhookEndpoint endpoint, LeasedDelivery leased, CancellationToken aborting)
    {
        var (delivery, message) = leased;
        var body = WebhookBody.Of(message, delivery.Detail, delivery.Format);
        var now = _clock.GetCurrentInstant();
        var attempt = await _sender.SendAsync(
            endpoint.Settings.Url, [.. endpoint.SecretsAt(now)], message.Id, WebhookBody.MediaType(delivery.Format), body, now, aborting).ConfigureAwait(false);

        now = _clock.GetCurrentInstant();
        var after = RetryRules.After(delivery, attempt, _options, now);
        var scope = _scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        var store = scope.ServiceProvider.GetRequiredService<IWebhookStore>();
        var kept = await store.SettleAsync(after, aborting).ConfigureAwait(false);
        await store.CountAttemptAsync(endpoint.Id, attempt.IsSuccess, now, RetryRules.PauseUntil(attempt, now), aborting).ConfigureAwait(false);
        Note(endpoint, after, attempt, kept);
        if (!attempt.IsSuccess)
        {
            await DisableAsync(scope.ServiceProvider, store, endpoint, attempt, now, aborting).ConfigureAwait(false);
        }
    }

    private void Note(WebhookEndpoint endpoint, WebhookDelivery after, WebhookAttempt attempt, bool kept)
    {
        WebhookInstruments.Settled((kept, after.State) switch
        {
            (false, _) => "lost",
            (_, WebhookDeliveryState.Delivered) => "delivered",
            (_, WebhookDeliveryState.Failed) => "failed",
            _ => "postponed",
        });
        if (!kept)
        {
            Log.LeaseLost(_logger, after.MessageId, endpoint.Id);
        }
        else if (after.State == WebhookDeliveryState.Failed)
        {
            Log.GivenUp(_logger, after.MessageId, endpoint.Id, after.Attempts, attempt.Status);
        }
        else if (!attempt.IsSuccess)
        {
            Log.Postponed(_logger, after.MessageId, endpoint.Id, after.Attempts, attempt.Status);
        }
    }

    /// <summary>
    /// Disables an endpoint that is gone or has failed for too long. Of all who find that, one makes the change and tells. A
    /// receiver that is gone says nothing of another URL that the endpoint was given meanwhile.
    /// </summary>
    private async Task DisableAsync(
        IServiceProvider services, IWebhookStore store, WebhookEndpoint tried, WebhookAttempt attempt, Instant now, CancellationToken cancellationToken)
    {
        var id = tried.Id;
        while (await store.FindEndpointAsync(id, cancellationToken).ConfigureAwait(false) is { IsEnabled: true } endpoint)
        {
            var isGone = attempt.Status == 410 && endpoint.Settings.Url == tried.Settings.Url;
            if (!isGone && !RetryRules.IsGivenUp(endpoint, _options, now))
            {
                return;
            }

            var disabled = endpoint with
            {
                Status = isGone ? WebhookEndpointStatus.Gone : WebhookEndpointStatus.Failing,
                StatusSince = now,
                IsTold = false,
            };
            if (await store.ReplaceEndpointAsync(disabled, cancellationToken).ConfigureAwait(false))
            {
                _ = await store.MoveAsync(id, EndpointChanges.Pending, WebhookDeliveryState.Missed, now, cancellationToken).ConfigureAwait(false);
                WebhookInstruments.EndpointDisabled(disabled.Status);
                Log.EndpointDisabled(_logger, id, disabled.Status);
                await TellAsync(services, store, disabled with { Version = endpoint.Version + 1 }, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Tells of what was disabled by an instance that did not come to tell.</summary>
    private async Task TellAsync(IServiceProvider services, IWebhookStore store, CancellationToken cancellationToken)
    {
        var longAgo = _clock.GetCurrentInstant() - Duration.FromMinutes(1);
        var troubled = await store.ListTroubledEndpointsAsync(int.MaxValue, 1_000, cancellationToken).ConfigureAwait(false);
        foreach (var endpoint in troubled.Where(endpoint => !endpoint.IsTold && endpoint.StatusSince <= longAgo))
        {
            _ = await store.MoveAsync(endpoint.Id, EndpointChanges.Pending, WebhookDeliveryState.Missed, longAgo, cancellationToken).ConfigureAwait(false);
            await TellAsync(services, store, endpoint, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TellAsync(IServiceProvider services, IWebhookStore store, WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var observer in services.GetServices<IWebhookObserver>())
            {
                await observer.EndpointDisabledAsync(endpoint, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ObserverFailed(_logger, exception, endpoint.Id);
            return;
        }

        _ = await store.ReplaceEndpointAsync(endpoint with { IsTold = true }, cancellationToken).ConfigureAwait(false);
    }

    private async Task PurgeAsync(IWebhookStore store, Instant now, CancellationToken cancellationToken)
    {
        if (now - BetweenPurges < _purgedAt)
        {
            return;
        }

        // One batch for each look; what is left over waits for the next one.
        var purged = await store.PurgeAsync(now - Duration.FromTimeSpan(_options.Retention), PurgeSize, cancellationToken).ConfigureAwait(false);
        _purgedAt = purged < PurgeSize ? now : _purgedAt;
    }
}

/// <summary>What webhooks log: ids of messages and endpoints, statuses and counts; never a URL, a secret, a body or a customer.</summary>
internal static partial class Log
{
    [LoggerMessage(50, LogLevel.Debug, "Webhook {Message} to endpoint {Endpoint} failed at attempt {Attempt} with status {Status}; it is tried again later.")]
    internal static partial void Postponed(ILogger logger, string message, string endpoint, int attempt, int? status);

    [LoggerMessage(51, LogLevel.Error, "Webhook {Message} to endpoint {Endpoint} failed for the last time, at attempt {Attempt} with status {Status}. It can be replayed.")]
    internal static partial void GivenUp(ILogger logger, string message, string endpoint, int attempt, int? status);

    [LoggerMessage(52, LogLevel.Warning, "Webhook {Message} to endpoint {Endpoint} was sent, but its lease was over or it was changed meanwhile; it may be sent again.")]
    internal static partial void LeaseLost(ILogger logger, string message, string endpoint);

    [LoggerMessage(53, LogLevel.Error, "Endpoint {Endpoint} was disabled: {Status}. Enable it once it works, and replay what it missed.")]
    internal static partial void EndpointDisabled(ILogger logger, string endpoint, WebhookEndpointStatus status);

    [LoggerMessage(54, LogLevel.Error, "An observer failed when it was told that endpoint {Endpoint} was disabled; it is told again.")]
    internal static partial void ObserverFailed(ILogger logger, Exception exception, string endpoint);

    [LoggerMessage(55, LogLevel.Error, "Sending to endpoint {Endpoint} failed in the application; it is tried again in the next round.")]
    internal static partial void RunnerFailed(ILogger logger, Exception exception, string endpoint);

    [LoggerMessage(56, LogLevel.Error, "A look for webhooks that are due failed; it is tried again in the next round.")]
    internal static partial void RoundFailed(ILogger logger, Exception exception);

    [LoggerMessage(57, LogLevel.Warning, "Webhooks are kept in memory and lost at the end, in an environment called Production: name a store, such as with StoreWebhooksIn.")]
    internal static partial void NothingIsKept(ILogger logger);

    [LoggerMessage(58, LogLevel.Warning, "Webhooks may be sent without encryption or into private networks, in an environment called Production: AllowHttp is {AllowHttp}, AllowPrivateNetworks is {AllowPrivateNetworks}.")]
    internal static partial void IsOpen(ILogger logger, bool allowHttp, bool allowPrivateNetworks);

    [LoggerMessage(59, LogLevel.Warning, "Webhooks are added, but no events are published: call PublishEventsTo<WebhookEventHandler>, or EnqueueAsync in a handler of your own.")]
    internal static partial void NothingIsPublished(ILogger logger);
}
