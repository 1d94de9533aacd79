using System.Runtime.CompilerServices;
using NodaTime;

namespace Referrals.Webhooks.Storage;

/// <summary>Keeps endpoints, messages and deliveries in memory, for tests and a first try. All is lost at the end of the process.</summary>
/// <remarks>Safe for any number of threads. It does everything that the contract asks for.</remarks>
public sealed class InMemoryWebhookStore : IWebhookStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WebhookEndpoint> _endpoints = [];
    private readonly Dictionary<string, WebhookMessage> _messages = [];
    private readonly Dictionary<(string Message, string Endpoint), WebhookDelivery> _deliveries = [];

    /// <inheritdoc/>
    public ValueTask<bool> AddEndpointAsync(WebhookEndpoint endpoint, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return DoAsync(
            () => _endpoints.Values.Count(one => one.Tenant == endpoint.Tenant) < most && _endpoints.TryAdd(endpoint.Id, endpoint), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> FindEndpointAsync(string id, CancellationToken cancellationToken) =>
        DoAsync(() => _endpoints.GetValueOrDefault(id), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WebhookEndpoint>> ListEndpointsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        DoAsync<IReadOnlyList<WebhookEndpoint>>(
            () => [.. _endpoints.Values.Where(one => one.Tenant == tenant)
                .OrderBy(static one => one.CreatedAt).ThenBy(static one => one.Id, StringComparer.Ordinal)],
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WebhookEndpoint>> ListTroubledEndpointsAsync(
        int failures, int limit, CancellationToken cancellationToken) => DoAsync<IReadOnlyList<WebhookEndpoint>>(
        () => [.. _endpoints.Values.Where(one => one.Status switch
            {
                WebhookEndpointStatus.Enabled => one.ConsecutiveFailures >= failures,
                WebhookEndpointStatus.Disabled => false,
                _ => true,
            }).Take(limit)],
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ReplaceEndpointAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return DoAsync(
            () =>
            {
                if (!_endpoints.TryGetValue(endpoint.Id, out var before) || before.Version != endpoint.Version)
                {
                    return false;
                }

                var beginsAnew = endpoint.IsEnabled && !before.IsEnabled;
                _endpoints[endpoint.Id] = endpoint with
                {
                    Version = before.Version + 1,
                    ConsecutiveFailures = beginsAnew ? 0 : before.ConsecutiveFailures,
                    FailingSince = beginsAnew ? null : before.FailingSince,
                    PausedUntil = beginsAnew ? null : before.PausedUntil,
                    LastSuccessAt = before.LastSuccessAt,
                };
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveEndpointAsync(string id, CancellationToken cancellationToken) => DoAsync(
        () =>
        {
            foreach (var key in _deliveries.Keys.Where(key => key.Endpoint == id).ToList())
            {
                _ = _deliveries.Remove(key);
            }

            return _endpoints.Remove(id);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask CountAttemptAsync(
        string id, bool isSuccess, Instant at, Instant? pauseUntil, CancellationToken cancellationToken) => _ = await DoAsync(
        () =>
        {
            if (!_endpoints.TryGetValue(id, out var endpoint))
            {
                return false;
            }

            _endpoints[id] = isSuccess
                ? endpoint with { ConsecutiveFailures = 0, FailingSince = null, LastSuccessAt = at, PausedUntil = null }
                : endpoint with
                {
                    ConsecutiveFailures = endpoint.ConsecutiveFailures + 1,
                    FailingSince = endpoint.FailingSince ?? at,
                    PausedUntil = pauseUntil is { } pause && !(endpoint.PausedUntil > pause) ? pause : endpoint.PausedUntil,
                };
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask AddMessageAsync(WebhookMessage message, IReadOnlyList<WebhookDelivery> deliveries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(deliveries);
        _ = await DoAsync(
            () =>
            {
                _ = _messages.TryAdd(message.Id, message);
                foreach (var delivery in deliveries)
                {
                    _ = _deliveries.TryAdd((delivery.MessageId, delivery.EndpointId), delivery);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WebhookMessage> ReadFullMessagesAsync(Partition partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = await DoAsync(
            () => _messages.Values.Where(message => message.IsFull && Partition.Of(message.Tenant, message.Program) == partition).ToList(),
            cancellationToken).ConfigureAwait(false);
        foreach (var message in found)
        {
            yield return message;
        }
    }

    /// <inheritdoc/>
    public async ValueTask ThinMessageAsync(string id, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) => _ = await DoAsync(
        () =>
        {
            if (_messages.TryGetValue(id, out var message))
            {
                _messages[id] = message with { IsFull = false, Json = json };
            }

            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListDueEndpointsAsync(Instant now, CancellationToken cancellationToken) => DoAsync<IReadOnlyList<string>>(
        () => [.. Due(now).Select(static delivery => delivery.EndpointId).Distinct()], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LeasedDelivery>> LeaseAsync(
        string endpoint, Instant now, Instant until, int limit, CancellationToken cancellationToken) => DoAsync<IReadOnlyList<LeasedDelivery>>(
        () =>
        {
            var due = _deliveries.Values
                .Where(delivery => delivery.EndpointId == endpoint && delivery.State == WebhookDeliveryState.Pending && delivery.DueAt <= now)
                .OrderBy(static delivery => delivery.DueAt)
                .Take(limit)
                .Select(delivery => delivery with { DueAt = until, Version = delivery.Version + 1 })
                .ToList();
            due.ForEach(delivery => _deliveries[(delivery.MessageId, delivery.EndpointId)] = delivery);
            return [.. due.Select(delivery => new LeasedDelivery(delivery, _messages[delivery.MessageId]))];
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return DoAsync(
            () =>
            {
                var key = (delivery.MessageId, delivery.EndpointId);
                if (!_deliveries.TryGetValue(key, out var before) || before.Version != delivery.Version || before.State != WebhookDeliveryState.Pending)
                {
                    return false;
                }

                _deliveries[key] = delivery;
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WebhookDelivery> ReadDeliveriesAsync(
        string endpoint, DeliveryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = await DoAsync(
            () => Named(endpoint, query)
                .OrderByDescending(static one => one.CreatedAt).ThenByDescending(static one => one.MessageId, StringComparer.Ordinal).ToList(),
            cancellationToken).ConfigureAwait(false);
        foreach (var delivery in found)
        {
            yield return delivery;
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> MoveAsync(string endpoint, DeliveryQuery query, WebhookDeliveryState state, Instant dueAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return DoAsync(
            () =>
            {
                var found = Named(endpoint, query).ToList();
                foreach (var delivery in found)
                {
                    var isPending = state == WebhookDeliveryState.Pending;
                    _deliveries[(delivery.MessageId, delivery.EndpointId)] = delivery with
                    {
                        State = state,
                        Version = delivery.Version + 1,
                        Attempts = isPending ? 0 : delivery.Attempts,
                        DueAt = isPending ? dueAt : delivery.DueAt,
                    };
                }

                return found.Count;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Instant?> FindOldestDueAsync(Instant now, CancellationToken cancellationToken) => DoAsync(
        () => Due(now).Select(static delivery => (Instant?)delivery.DueAt).Min(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(Instant before, int limit, CancellationToken cancellationToken) => DoAsync(
        () =>
        {
            var pending = _deliveries.Values.Where(static one => one.State == WebhookDeliveryState.Pending).Select(static one => one.MessageId).ToHashSet();
            var old = _messages.Values.Where(message => message.CreatedAt < before && !pending.Contains(message.Id))
                .Take(limit).Select(static one => one.Id).ToHashSet();
            foreach (var key in _deliveries.Keys.Where(key => old.Contains(key.Message)).ToList())
            {
                _ = _deliveries.Remove(key);
            }

            return old.Count(_messages.Remove);
        },
        cancellationToken);

    private IEnumerable<WebhookDelivery> Named(string endpoint, DeliveryQuery query) =>
        _deliveries.Values.Where(delivery => delivery.EndpointId == endpoint && query.Names(delivery));

    private IEnumerable<WebhookDelivery> Due(Instant now) => _deliveries.Values.Where(delivery =>
        delivery.State == WebhookDeliveryState.Pending
        && delivery.DueAt <= now
        && _endpoints.TryGetValue(delivery.EndpointId, out var endpoint)
        && endpoint.IsEnabled
        && !(endpoint.PausedUntil > now));

    private ValueTask<T> DoAsync<T>(Func<T> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(act());
        }
    }
}
