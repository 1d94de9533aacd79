using NodaTime;

namespace Referrals.Outbox;

/// <summary>Something that was decided, for the world outside: a CloudEvent 1.0.</summary>
public sealed record ReferralEvent
{
    internal ReferralEvent()
    {
    }

    /// <summary>The idempotency key of the input that was decided. Source and id together name the event, for ever.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant and program, as a URI reference, such as <c>/referrals/spring</c>.</summary>
    public required string Source { get; init; }

    /// <summary><c>referrals.</c> and the code of the decision, such as <c>referrals.conversion.rewarded</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about: the id of the share, referral, conversion or reward, or the code; may be <c>null</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>When the input happened.</summary>
    public required Instant Time { get; init; }

    /// <summary>
    /// The stream within which events come in order, <c>partitionkey</c> in the JSON: the referee where there is one, else the customer
    /// or the visitor; for redemptions, payouts and expiry the account, such as <c>account:EUR:alice</c>. Use it as the key of a partitioned topic.
    /// </summary>
    public required string Stream { get; init; }

    /// <summary>The facts that were decided, in order; the first tells what happened, the others what it led to.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>How often delivery was begun, this time included; from 1.</summary>
    public required long Attempt { get; init; }

    /// <summary>
    /// The event as CloudEvents 1.0 JSON in structured mode, UTF-8, the same bytes at every attempt. Its media type is
    /// <c>application/cloudevents+json</c>.
    /// </summary>
    public required ReadOnlyMemory<byte> Json { get; init; }
}
