using NodaTime;

namespace Referrals.Messages.Storage;

/// <summary>
/// Keeps messages and who has unsubscribed. <c>Referrals.Messages.EntityFrameworkCore</c> keeps them in a database; without it they are kept in
/// memory and lost at the end.
/// </summary>
/// <remarks>
/// Each call is atomic and durable before it returns. Calls may come from any number of instances at once. A call that is cancelled may or may
/// not have happened. Times are kept in whole microseconds.
/// </remarks>
public interface IMessageStore
{
    /// <summary>Adds messages, all or nothing. What is there already, by id, is left as it is: the same fact may be handed over again.</summary>
    ValueTask AddAsync(IReadOnlyList<ScheduledMessage> messages, CancellationToken cancellationToken);

    /// <summary>
    /// Hands out messages that are <see cref="MessageState.Pending"/> or <see cref="MessageState.Sending"/> and due, the longest due first, and keeps
    /// them from all others until the lease ends: raises their versions and makes them due at the end of the lease. Two calls at once, from any
    /// instances, never give the same message.
    /// </summary>
    /// <param name="now">What is due by now.</param>
    /// <param name="until">When the lease ends.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    ValueTask<IReadOnlyList<ScheduledMessage>> LeaseAsync(Instant now, Instant until, int limit, CancellationToken cancellationToken);

    /// <summary>What is known of a person; of somebody new, a person with version 0 who has unsubscribed from nothing.</summary>
    ValueTask<MessagePerson> ReadPersonAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken);

    /// <summary>
    /// Writes that a leased message is to be sent, and raises the person's version: both, or none of the two. So no two messages to one person are
    /// decided on the same history.
    /// </summary>
    /// <param name="message">The message in its new state, with the version of the lease.</param>
    /// <param name="personVersion">The version of the person that was read.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    ValueTask<DecidedResult> DecideAsync(ScheduledMessage message, long personVersion, CancellationToken cancellationToken);

    /// <summary>Writes what became of a leased message, if its version is still that of the lease and it has not come to its end.</summary>
    /// <returns><c>false</c> if it is gone or was leased anew; nothing was changed then.</returns>
    ValueTask<bool> SettleAsync(ScheduledMessage message, CancellationToken cancellationToken);

    /// <summary>Notes that a person has unsubscribed from messages of a purpose, or subscribed again; raises the person's version.</summary>
    ValueTask SubscribeAsync(
        Partition partition, CustomerId customer, MessagePurpose purpose, bool isSubscribed, CancellationToken cancellationToken);

    /// <summary>All messages of a person, the latest first by when they happened, then by id.</summary>
    IAsyncEnumerable<ScheduledMessage> ReadMessagesAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Removes a person with all messages, whatever their state.</summary>
    /// <returns>How many messages were removed.</returns>
    ValueTask<int> ForgetAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Since when the message that has been due for the longest time is due; <c>null</c> if none is.</summary>
    ValueTask<Instant?> FindOldestDueAsync(Instant now, CancellationToken cancellationToken);

    /// <summary>Removes messages that came to their end before an instant. Who has unsubscribed is kept.</summary>
    /// <returns>How many were removed; fewer than the limit if no more are left.</returns>
    ValueTask<int> PurgeAsync(Instant before, int limit, CancellationToken cancellationToken);
}

/// <summary>What is known of a person when it is decided whether to write.</summary>
public sealed record MessagePerson
{
    /// <summary>The purposes from which the person has unsubscribed.</summary>
    public IReadOnlyList<MessagePurpose> Unsubscribed { get; init => field = [.. value ?? []]; } = [];

    /// <summary>
    /// The messages that count for what is decided next: those that the person was told, or may have been, and the win-backs that wait; 500 at most,
    /// the latest.
    /// </summary>
    public IReadOnlyList<ScheduledMessage> Messages { get; init => field = [.. value ?? []]; } = [];

    /// <summary>Counts what was decided to send to the person.</summary>
    public long Version { get; init; }

    /// <summary>How many messages are read at most.</summary>
    public const int MaxMessages = 500;

    /// <summary>Whether two say the same.</summary>
    public bool Equals(MessagePerson? other) => other is not null
        && Version == other.Version && Unsubscribed.SequenceEqual(other.Unsubscribed) && Messages.SequenceEqual(other.Messages);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, Unsubscribed.Count, Messages.Count);
}

/// <summary>What became of <see cref="IMessageStore.DecideAsync"/>.</summary>
public enum DecidedResult
{
    /// <summary>It was written.</summary>
    Written = 0,

    /// <summary>Something else was decided for the person meanwhile: read and decide again.</summary>
    PersonChanged = 1,

    /// <summary>The message is gone or was leased anew: leave it to whoever has it.</summary>
    LeaseLost = 2,
}
