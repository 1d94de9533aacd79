using Referrals.Events;

namespace Referrals.Messages;

/// <summary>
/// Notes which messages each event may lead to; they are decided and sent by another part, so that no mailer holds up the events. Name it in
/// <c>PublishEventsTo&lt;MessageEventHandler&gt;()</c>, or call <see cref="ReferralMessages.EnqueueAsync"/> in a handler of your own.
/// </summary>
public sealed class MessageEventHandler : IReferralEventHandler
{
    private readonly ReferralMessages _messages;

    /// <summary>Makes a handler; the container does so.</summary>
    public MessageEventHandler(ReferralMessages messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        _messages = messages;
    }

    /// <inheritdoc/>
    public ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken) =>
        _messages.EnqueueAsync(referralEvent, cancellationToken);
}
