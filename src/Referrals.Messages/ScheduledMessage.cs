using System.Collections.Immutable;
using NodaTime;

namespace Referrals.Messages;

/// <summary>A message to a person about one fact: what it is about, what was decided of it, and why.</summary>
/// <remarks>
/// It holds no name and no address. The person is named as facts name them, which is a pseudonym where the program keeps pseudonyms.
/// </remarks>
public sealed record ScheduledMessage
{
    /// <summary>The id, made of the fact: the same fact always has the same one.</summary>
    public required string Id { get; init; }

    /// <summary>The program of a tenant.</summary>
    public required Partition Partition { get; init; }

    /// <summary>Who gets it, as facts name them.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The kind. Until it is decided it is what the fact suggests.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>The key of the decision that it is about.</summary>
    public required string DecisionKey { get; init; }

    /// <summary>The reward, payout or referral that it is about; <c>null</c> for none.</summary>
    public string? Subject { get; init; }

    /// <summary>On which side of the referral the person reads about it.</summary>
    public required Side Reader { get; init; }

    /// <summary>When the fact happened; for a message with a time of its own, that time.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>When it was noted.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>When to look at it next.</summary>
    public required Instant DueAt { get; init; }

    /// <summary>Where it is in its life.</summary>
    public MessageState State { get; init; }

    /// <summary>Why it is there: a code of <see cref="Choosing.MessageCodes"/>; <c>null</c> where nothing was decided yet.</summary>
    public string? Reason { get; init; }

    /// <summary>What it is about, so that the same is not told again; <c>null</c> where nothing was decided yet.</summary>
    public string? Topic { get; init; }

    /// <summary>Why the messenger refused it; <c>null</c> if it did not.</summary>
    public string? Refusal { get; init; }

    /// <summary>What stands for its variables, as <see cref="Templates.MessageValues.ToTexts"/> writes it.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init => field = value.ToImmutableSortedDictionary(StringComparer.Ordinal); } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The culture that it was decided in; <c>null</c> where nothing was decided yet.</summary>
    public string? Culture { get; init; }

    /// <summary>The channel that it was decided for; <c>default</c> where nothing was decided yet.</summary>
    public Channel Channel { get; init; }

    /// <summary>When it was decided to send it; <c>null</c> if it was not.</summary>
    public Instant? DecidedAt { get; init; }

    /// <summary>When it came to its end; <c>null</c> if it has not yet.</summary>
    public Instant? SettledAt { get; init; }

    /// <summary>How often it was begun to hand it to the messenger, or could not be decided.</summary>
    public int Attempts { get; init; }

    /// <summary>Counts the leases of it.</summary>
    public long Version { get; init; }

    /// <summary>Whether the person was told, or may have been.</summary>
    public bool IsTold => State is MessageState.Sending or MessageState.Sent or MessageState.Unconfirmed;

    /// <summary>Whether two are the same in everything.</summary>
    public bool Equals(ScheduledMessage? other) => other is not null
        && (Id, Partition, Customer, Kind, DecisionKey, Subject) == (other.Id, other.Partition, other.Customer, other.Kind, other.DecisionKey, other.Subject)
        && (Reader, OccurredAt, CreatedAt, DueAt, State, Reason) == (other.Reader, other.OccurredAt, other.CreatedAt, other.DueAt, other.State, other.Reason)
        && (Topic, Culture, Channel, DecidedAt, SettledAt) == (other.Topic, other.Culture, other.Channel, other.DecidedAt, other.SettledAt)
        && (Attempts, Version, Refusal) == (other.Attempts, other.Version, other.Refusal)
        && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, State, Version);

    /// <summary>The id, the kind and what was decided; nothing of the person.</summary>
    public override string ToString() => $"{Id} {Kind}: {State} {Reason}".TrimEnd();
}

/// <summary>Where a message is in its life.</summary>
public enum MessageState
{
    /// <summary>Waits for its time, or for the decision whether to send it.</summary>
    Pending = 0,

    /// <summary>It was decided to send it, and it is not known yet whether it was sent.</summary>
    Sending = 1,

    /// <summary>The messenger has taken it.</summary>
    Sent = 2,

    /// <summary>It was decided not to send it; the reason says why.</summary>
    Skipped = 3,

    /// <summary>The messenger refused it, or it failed for the last time.</summary>
    Failed = 4,

    /// <summary>
    /// A process died, or its time was over, while it was sent, and it is not sent again: see
    /// <see cref="MessageOptions.ResendUnconfirmed"/>. It may have arrived.
    /// </summary>
    Unconfirmed = 5,
}
