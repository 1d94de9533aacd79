using Referrals.Outbox;
using Referrals.Storage;

namespace Referrals;

/// <content>Domain events: their delivery, and what could not be delivered.</content>
public sealed partial class ReferralEngine
{
    /// <summary>
    /// Delivers every event that is due, then returns. Call it from a timer, on any number of instances at once; or let
    /// <c>RunDueWork</c> do so. A program publishes events only with <see cref="ReferralsOptions.PublishEvents"/>.
    /// </summary>
    /// <param name="handler">What the host does with an event.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early; what was taken and not delivered is due again after the lease.</param>
    /// <exception cref="ReferralsException">The options do not publish events, or the store cannot keep them.</exception>
    public ValueTask<OutboxRound> DeliverEventsAsync(
        IReferralEventHandler handler, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var delivery = new OutboxDelivery(OutboxStore(), handler, OutboxOptions(), _clock, _logger);
        return delivery.RunAsync(PartitionOf(program), cancellationToken);
    }

    /// <summary>The events that failed too often and were set aside, in the order in which they were decided.</summary>
    /// <exception cref="ReferralsException">The store cannot keep events.</exception>
    public async IAsyncEnumerable<ReferralEvent> ReadEventsSetAsideAsync(
        ProgramId program = default,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _ = OutboxStore();
        await foreach (var message in ScanAsync(program, RecordKind.Message, cancellationToken).ConfigureAwait(false))
        {
            if (message.Content.DueAt is null)
            {
                yield return CloudEvents.Read(message);
            }
        }
    }

    /// <summary>Brings back an event that was set aside: it is due at once and has all its attempts again.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns><c>false</c> if there is no such event among those set aside.</returns>
    /// <exception cref="ReferralsException">The store cannot keep events.</exception>
    public async ValueTask<bool> RetryEventAsync(
        string id, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var (partition, key) = (PartitionOf(program), State.StateKeys.Message(id));
        var snapshot = await _store.LoadAsync(partition, [key], cancellationToken).ConfigureAwait(false);
        return snapshot.Find(key) is { Content.DueAt: null } message
            && await OutboxStore().SettleAsync(
                partition, message, OutboxSettlement.Retry(_clock.GetCurrentInstant()), cancellationToken).ConfigureAwait(false);
    }

    private static void RefuseStoreWithoutOutbox(IReferralStore store, ReferralsOptions options)
    {
        if (options.Outbox is not null && store is not IOutboxStore)
        {
            throw new ReferralsException(
                $"Events are published, but {store.GetType().Name} cannot keep them: it does not implement IOutboxStore. "
                + "Implement it, use a store that does, or leave out PublishEvents.");
        }
    }

    private OutboxOptions OutboxOptions() => _options.Outbox ?? throw new ReferralsException(
        "No events are published. Call AddReferrals(r => r.PublishEvents()).");

    private IOutboxStore OutboxStore() => _store as IOutboxStore ?? throw new ReferralsException(
        "The store cannot keep events: it does not implement IOutboxStore.");
}
