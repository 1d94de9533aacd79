using Referrals.Events;
using Referrals.Pipeline;
using Referrals.Storage;

namespace Referrals;

/// <summary>Domain events: their delivery, and those that could not be delivered. See <see cref="ReferralEngine.Events"/>.</summary>
public sealed class EventOperations
{
    private readonly EngineScope _scope;

    internal EventOperations(EngineScope scope) => _scope = scope;

    /// <summary>
    /// Delivers every event that is due, then returns. Call it from a timer, on any number of instances at once; or let
    /// <c>AddBackgroundProcessing</c> do so. A program publishes events only with <see cref="ReferralsOptions.PublishEvents"/>.
    /// </summary>
    /// <param name="handler">What the application does with an event.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was taken and not delivered is due again after the lease.</param>
    /// <exception cref="ReferralsException">The options do not publish events, or the store cannot keep them.</exception>
    public ValueTask<OutboxRound> DeliverAsync(
        IReferralEventHandler handler, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var delivery = new OutboxDelivery(OutboxStore(), handler, OutboxOptions(), _scope.Clock, _scope.Logger);
        return delivery.RunAsync(_scope.Partition, cancellationToken);
    }

    /// <summary>The events that failed too often and were set aside, in the order in which they were decided.</summary>
    /// <exception cref="ReferralsException">The store cannot keep events.</exception>
    public async IAsyncEnumerable<ReferralEvent> ReadDeadLettersAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _ = OutboxStore();
        await foreach (var message in _scope.ScanAsync(RecordKind.Message, cancellationToken).ConfigureAwait(false))
        {
            if (message.Content.DueAt is null)
            {
                yield return CloudEvents.Read(message);
            }
        }
    }

    /// <summary>Brings back an event that was set aside: it is due at once and has all its attempts again.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns><c>false</c> if there is no such event among those set aside.</returns>
    /// <exception cref="ReferralsException">The store cannot keep events.</exception>
    public async ValueTask<bool> RetryAsync(
        string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var (partition, key) = (_scope.Partition, Referrals.StateKeys.Message(id));
        var snapshot = await _scope.Store.LoadAsync(partition, [key], cancellationToken).ConfigureAwait(false);
        return snapshot.Find(key) is { Content.DueAt: null } message
            && await OutboxStore().SettleAsync(
                partition, message, OutboxSettlement.Retry(_scope.Clock.GetCurrentInstant()), cancellationToken).ConfigureAwait(false);
    }

    internal static void RefuseStoreWithoutOutbox(EngineScope scope)
    {
        var (store, options) = (scope.Store, scope.Options);
        if (options.Outbox is not null && store is not IOutboxStore)
        {
            throw new ReferralsException(
                $"Events are published, but {(store as MeasuredReferralStore)?.StoreName ?? store.GetType().Name} cannot keep them: it does not implement IOutboxStore. "
                + "Implement it, use a store that does, or leave out PublishEvents.");
        }
    }

    private OutboxOptions OutboxOptions() => _scope.Options.Outbox ?? throw new ReferralsException(
        "No events are published. Call AddReferrals(r => r.PublishEvents()).");

    private IOutboxStore OutboxStore() => _scope.Store as IOutboxStore ?? throw new ReferralsException(
        "The store cannot keep events: it does not implement IOutboxStore.");
}
