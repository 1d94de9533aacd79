using NodaTime;

namespace Referrals.Webhooks.Storage;

/// <summary>
/// Keeps endpoints, messages and deliveries. <c>Referrals.Webhooks.EntityFrameworkCore</c> keeps them in a database; without it
/// they are kept in memory and lost at the end.
/// </summary>
/// <remarks>
/// Each call is atomic and durable before it returns. Calls may come from any number of instances at once. A call that is cancelled
/// may or may not have happened. Endpoints and messages are found by ids that are unique over all tenants; whoever asks on behalf
/// of a tenant compares the tenant.
/// </remarks>
public interface IWebhookStore
{
    /// <summary>Adds an endpoint, unless the tenant has as many as it may have.</summary>
    /// <param name="endpoint">The endpoint, with a new id.</param>
    /// <param name="most">How many endpoints the tenant may have. Two that are added at once may exceed it by one.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns><c>false</c> if the tenant has as many already.</returns>
    ValueTask<bool> AddEndpointAsync(WebhookEndpoint endpoint, int most, CancellationToken cancellationToken);

    /// <summary>Finds an endpoint of any tenant.</summary>
    ValueTask<WebhookEndpoint?> FindEndpointAsync(string id, CancellationToken cancellationToken);

    /// <summary>All endpoints of a tenant, in the order in which they were added.</summary>
    ValueTask<IReadOnlyList<WebhookEndpoint>> ListEndpointsAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>
    /// Endpoints of all tenants whose status is <see cref="WebhookEndpointStatus.Gone"/> or
    /// <see cref="WebhookEndpointStatus.Failing"/>, or that are enabled and have failed at least so often in a row; in any order.
    /// </summary>
    ValueTask<IReadOnlyList<WebhookEndpoint>> ListTroubledEndpointsAsync(int failures, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces settings, keys, status and whether it was told, if the version is still that of <paramref name="endpoint"/>; raises
    /// the version. Counts of failures stay, except that an endpoint that becomes enabled begins without failures and without a
    /// pause.
    /// </summary>
    /// <returns><c>false</c> if the endpoint is gone or has another version.</returns>
    ValueTask<bool> ReplaceEndpointAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken);

    /// <summary>Removes an endpoint and all its deliveries.</summary>
    /// <returns><c>false</c> if there is none.</returns>
    ValueTask<bool> RemoveEndpointAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Counts an attempt at its endpoint. A success ends the row of failures and the pause; it need not be written if there were
    /// none and the last success was noted within a minute. A failure counts one more, keeps since when, and makes a pause longer,
    /// never shorter.
    /// </summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="isSuccess">How it ended.</param>
    /// <param name="at">When.</param>
    /// <param name="pauseUntil">Until when to leave the endpoint alone; <c>null</c> for no pause.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    ValueTask CountAttemptAsync(string id, bool isSuccess, Instant at, Instant? pauseUntil, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a message and its deliveries, all or nothing. What is there already, by message and endpoint, is left as it is: the
    /// same event may be handed over again, after a crash or when more endpoints want it.
    /// </summary>
    ValueTask AddMessageAsync(WebhookMessage message, IReadOnlyList<WebhookDelivery> deliveries, CancellationToken cancellationToken);

    /// <summary>Whole messages of a tenant's program, in any order; messages in the thin form are left out.</summary>
    IAsyncEnumerable<WebhookMessage> ReadFullMessagesAsync(Partition partition, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the content of a message by its thin form. Deliveries that are on their way may still have the whole one.
    /// </summary>
    ValueTask ThinMessageAsync(string id, ReadOnlyMemory<byte> json, CancellationToken cancellationToken);

    /// <summary>The ids of enabled endpoints that are not paused and have a delivery that is due.</summary>
    ValueTask<IReadOnlyList<string>> ListDueEndpointsAsync(Instant now, CancellationToken cancellationToken);

    /// <summary>
    /// Hands out deliveries of one endpoint that are due, the longest due first, and keeps them from all others until the lease
    /// ends: raises their versions and makes them due at the end of the lease. Two calls at once, from any instances, never give
    /// the same delivery.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="now">What is due by now.</param>
    /// <param name="until">When the lease ends.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    ValueTask<IReadOnlyList<LeasedDelivery>> LeaseAsync(string endpoint, Instant now, Instant until, int limit, CancellationToken cancellationToken);

    /// <summary>Writes what became of a leased delivery, if its version is still that of the lease.</summary>
    /// <returns><c>false</c> if it is gone, was leased anew or is to be replayed; nothing was changed then.</returns>
    ValueTask<bool> SettleAsync(WebhookDelivery delivery, CancellationToken cancellationToken);

    /// <summary>The deliveries of an endpoint that a query names, the newest message first.</summary>
    IAsyncEnumerable<WebhookDelivery> ReadDeliveriesAsync(string endpoint, DeliveryQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the state of all deliveries that a query names, and raises their versions. What becomes pending is due at an instant
    /// and has all its attempts again.
    /// </summary>
    /// <returns>How many were changed.</returns>
    ValueTask<int> MoveAsync(string endpoint, DeliveryQuery query, WebhookDeliveryState state, Instant dueAt, CancellationToken cancellationToken);

    /// <summary>
    /// The pending delivery of an enabled endpoint that is not paused which has been due for the longest time; <c>null</c> if none
    /// is due.
    /// </summary>
    ValueTask<Instant?> FindOldestDueAsync(Instant now, CancellationToken cancellationToken);

    /// <summary>Removes messages that were made before an instant and have no pending delivery, with their deliveries.</summary>
    /// <returns>How many messages were removed; fewer than the limit if no more are left.</returns>
    ValueTask<int> PurgeAsync(Instant before, int limit, CancellationToken cancellationToken);
}

/// <summary>A delivery that was leased, and its message.</summary>
/// <param name="Delivery">The delivery, with the version of the lease.</param>
/// <param name="Message">The message.</param>
public sealed record LeasedDelivery(WebhookDelivery Delivery, WebhookMessage Message);

/// <summary>Names deliveries of an endpoint. What is <c>null</c> or empty does not narrow them.</summary>
public sealed record DeliveryQuery
{
    /// <summary>All deliveries.</summary>
    public static DeliveryQuery All { get; } = new();

    /// <summary>Only that of this message.</summary>
    public string? MessageId { get; init; }

    /// <summary>Only those in one of these states.</summary>
    public IReadOnlyList<WebhookDeliveryState> States { get; init => field = [.. value ?? []]; } = [];

    /// <summary>Only those of messages that were made at this instant or later.</summary>
    public Instant? From { get; init; }

    /// <summary>Only those of messages that were made before this instant.</summary>
    public Instant? Until { get; init; }

    /// <summary>Whether a delivery is named.</summary>
    public bool Names(WebhookDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return (MessageId is null || MessageId == delivery.MessageId)
            && (States.Count == 0 || States.Contains(delivery.State))
            && (From is not { } from || delivery.CreatedAt >= from)
            && (Until is not { } until || delivery.CreatedAt < until);
    }

    /// <summary>Whether two name the same deliveries.</summary>
    public bool Equals(DeliveryQuery? other) => other is not null
        && (MessageId, From, Until) == (other.MessageId, other.From, other.Until)
        && States.SequenceEqual(other.States);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MessageId, From, Until, States.Count);
}
