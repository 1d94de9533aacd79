using Referrals.Events;

namespace Referrals.Webhooks;

/// <summary>
/// Notes each event for the endpoints that want it; they are sent by another part, so that no endpoint holds up the events. Name it
/// in <c>PublishEventsTo&lt;WebhookEventHandler&gt;()</c>, or call <see cref="ReferralWebhooks.EnqueueAsync"/> in a handler of your
/// own.
/// </summary>
public sealed class WebhookEventHandler : IReferralEventHandler
{
    private readonly ReferralWebhooks _webhooks;

    /// <summary>Makes a handler; the container does so.</summary>
    public WebhookEventHandler(ReferralWebhooks webhooks)
    {
        ArgumentNullException.ThrowIfNull(webhooks);
        _webhooks = webhooks;
    }

    /// <inheritdoc/>
    public ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken) =>
        _webhooks.EnqueueAsync(referralEvent, cancellationToken);
}
