namespace Referrals.Outbox;

/// <summary>
/// What the host does with an event: put it on a bus, call a web hook, send a mail. Registered with
/// <c>PublishEventsTo</c>, made anew for each round of deliveries.
/// </summary>
/// <remarks>
/// Each event comes at least once: a process that dies between handling and noting it handles it again. Whoever must not act
/// twice remembers <see cref="ReferralEvent.Id"/>. Events of one stream come in order, one after the other, from one instance at
/// a time; streams are independent of each other.
/// </remarks>
public interface IReferralEventHandler
{
    /// <summary>Delivers an event. An exception means that it was not delivered: it is tried again later.</summary>
    /// <param name="referralEvent">The event.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the host stops, or when the lease is over and others may take the event: stop then. It is delivered again.
    /// </param>
    ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken);
}
