using NodaTime;

namespace Referrals.Webhooks;

/// <summary>An event that is sent to endpoints, kept for as long as it can be sent again.</summary>
public sealed record WebhookMessage
{
    /// <summary>
    /// The header <c>webhook-id</c>: follows from source and id of the event, and so is the same however often the event is handed
    /// over.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public TenantId Tenant { get; init; }

    /// <summary>The program.</summary>
    public required ProgramId Program { get; init; }

    /// <summary>The type of the event.</summary>
    public required string Type { get; init; }

    /// <summary>When the message was made, which is after the event happened.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Whether <see cref="Json"/> is the whole event; else it is the thin form.</summary>
    public bool IsFull { get; init; }

    /// <summary>The event as a CloudEvent: whole if an endpoint wanted it so, else in the thin form.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Whether two are the same message with the same content.</summary>
    public bool Equals(WebhookMessage? other) => other is not null
        && (Id, Tenant, Program, Type, CreatedAt, IsFull) == (other.Id, other.Tenant, other.Program, other.Type, other.CreatedAt, other.IsFull)
        && Json.Span.SequenceEqual(other.Json.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, IsFull);
}

/// <summary>A message on its way to one endpoint.</summary>
public sealed record WebhookDelivery
{
    /// <summary>The most characters of <see cref="LastResult"/>.</summary>
    public const int MaxResultLength = 500;

    /// <summary>The message.</summary>
    public required string MessageId { get; init; }

    /// <summary>The endpoint.</summary>
    public required string EndpointId { get; init; }

    /// <summary>How much is sent; fixed when the message is made, so that every attempt sends the same.</summary>
    public WebhookDetail Detail { get; init; }

    /// <summary>How it is written; fixed as well.</summary>
    public WebhookFormat Format { get; init; }

    /// <summary>What became of it so far.</summary>
    public WebhookDeliveryState State { get; init; }

    /// <summary>How many attempts were made; since the last replay, if there was one.</summary>
    public int Attempts { get; init; }

    /// <summary>When the next attempt is due, or the lease of the one that runs ends. Of no meaning unless pending.</summary>
    public required Instant DueAt { get; init; }

    /// <summary>When the message was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>When the last attempt was made; <c>null</c> if none was.</summary>
    public Instant? LastAttemptAt { get; init; }

    /// <summary>The HTTP status of the last attempt; <c>null</c> if there was no answer.</summary>
    public int? LastStatus { get; init; }

    /// <summary>
    /// What came of the last attempt, in words; for a failure with the beginning of what the receiver answered. Up to 500
    /// characters.
    /// </summary>
    public string? LastResult { get; init; }

    /// <summary>Rises with each lease and each replay; from 1. Whoever settles must have the last one.</summary>
    public long Version { get; init; } = 1;
}

/// <summary>What became of a delivery.</summary>
public enum WebhookDeliveryState
{
    /// <summary>An attempt is due, now or later.</summary>
    Pending = 0,

    /// <summary>The receiver answered with a status from 200 to 299.</summary>
    Delivered = 1,

    /// <summary>All attempts have failed, or the receiver is gone. A replay begins anew.</summary>
    Failed = 2,

    /// <summary>The endpoint was disabled, so it was not sent. A replay sends it.</summary>
    Missed = 3,
}

/// <summary>One attempt to send a webhook.</summary>
public sealed record WebhookAttempt
{
    internal WebhookAttempt()
    {
    }

    /// <summary>The id of the message.</summary>
    public required string MessageId { get; init; }

    /// <summary>Whether the receiver answered with a status from 200 to 299 in time.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The HTTP status; <c>null</c> if there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>What came of it, in words. Up to 500 characters.</summary>
    public required string Result { get; init; }

    /// <summary>When the receiver wants to be called again, by its header <c>Retry-After</c>; <c>null</c> if it does not say.</summary>
    public Instant? RetryAt { get; init; }

    /// <summary>How long it took.</summary>
    public required Duration Elapsed { get; init; }
}
