namespace Referrals.Messages;

/// <summary>Sends what was decided to send: by mail, SMS or push. An application implements it; made anew for each message.</summary>
/// <remarks>
/// Each message is handed over at least once, always under the same <see cref="OutgoingMessage.Id"/>: where a process dies between the hand-over
/// and noting it, the message is handed over again, unless <see cref="MessageOptions.ResendUnconfirmed"/> says otherwise. Whoever must not send
/// twice passes the id on, as an idempotency key or <c>Message-ID</c>, or remembers it.
/// </remarks>
public interface IReferralMessenger
{
    /// <summary>Sends a message. An exception means that it was not sent: it is tried again later.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancelled when the application stops, or when the time for the message is over.</param>
    /// <returns>Whether it was taken, or was refused for good.</returns>
    ValueTask<MessengerAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}

/// <summary>What a messenger did with a message.</summary>
public sealed record MessengerAnswer
{
    private MessengerAnswer(string? refusal) => Refusal = refusal;

    /// <summary>It was taken.</summary>
    public static MessengerAnswer Taken { get; } = new(refusal: null);

    /// <summary>Why it cannot be sent to this address; <c>null</c> if it was taken.</summary>
    public string? Refusal { get; }

    /// <summary>It cannot be sent, now or later, such as to an address that does not exist.</summary>
    /// <param name="why">A word for it, such as <c>mailbox_unknown</c>, without the address; up to 200 characters are kept.</param>
    public static MessengerAnswer Refused(string why)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        return new MessengerAnswer(why.Length > 200 ? why[..200] : why);
    }
}

/// <summary>A message to be sent.</summary>
public sealed record OutgoingMessage
{
    internal OutgoingMessage()
    {
    }

    /// <summary>The id, the same at every attempt: <c>msg_</c> and 22 letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant; <c>default</c> for an application without.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The program.</summary>
    public required ProgramId Program { get; init; }

    /// <summary>Who gets it, as the application calls them.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The kind.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>Where to, by which channel.</summary>
    public required MessageAddress Address { get; init; }

    /// <summary>Subject, text and HTML.</summary>
    public required Templates.RenderedMessage Content { get; init; }

    /// <summary>
    /// What belongs into the header of a mail: <c>List-Unsubscribe</c> and <c>List-Unsubscribe-Post</c> (RFC 8058), where links are made for
    /// it; else none.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>How often it is handed over, this time included; from 1. Above 1 it may have been sent before.</summary>
    public required int Attempt { get; init; }

    /// <summary>The id and the kind; nothing of the person.</summary>
    public override string ToString() => $"{Id} {Kind}";
}
