using System.Runtime.CompilerServices;
using NodaTime;

namespace Referrals.Messages.Storage;

/// <summary>Keeps messages in memory, for tests and a first try. All is lost at the end of the process.</summary>
/// <remarks>Safe for any number of threads. It does everything that the contract asks for.</remarks>
public sealed class InMemoryMessageStore : IMessageStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ScheduledMessage> _messages = [];
    private readonly Dictionary<(Partition Partition, CustomerId Customer), (long Version, HashSet<MessagePurpose> Unsubscribed)> _persons = [];

    /// <inheritdoc/>
    public async ValueTask AddAsync(IReadOnlyList<ScheduledMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        _ = await DoAsync(() => messages.Count(message => _messages.TryAdd(message.Id, message)), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ScheduledMessage>> LeaseAsync(
        Instant now, Instant until, int limit, CancellationToken cancellationToken) => DoAsync<IReadOnlyList<ScheduledMessage>>(
        () =>
        {
            var leased = Due(now).OrderBy(static message => message.DueAt).ThenBy(static message => message.Id, StringComparer.Ordinal).Take(limit)
                .Select(message => message with { DueAt = until, Version = message.Version + 1 }).ToList();
            leased.ForEach(message => _messages[message.Id] = message);
            return leased;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MessagePerson> ReadPersonAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) => DoAsync(
        () =>
        {
            var (version, unsubscribed) = _persons.GetValueOrDefault((partition, customer));
            var messages = Of(partition, customer).Where(static one => one.IsTold || (one.State == MessageState.Pending && one.Kind == MessageKind.WinBack));
            return new MessagePerson
            {
                Version = version,
                Unsubscribed = [.. (unsubscribed ?? []).Order()],
                Messages = [.. messages.Take(MessagePerson.MaxMessages)],
            };
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DecidedResult> DecideAsync(ScheduledMessage message, long personVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return DoAsync(
            () =>
            {
                if (!IsLeased(message))
                {
                    return DecidedResult.LeaseLost;
                }

                var (version, unsubscribed) = _persons.GetValueOrDefault((message.Partition, message.Customer));
                if (version != personVersion)
                {
                    return DecidedResult.PersonChanged;
                }

                _persons[(message.Partition, message.Customer)] = (version + 1, unsubscribed ?? []);
                _messages[message.Id] = message;
                return DecidedResult.Written;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(ScheduledMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return DoAsync(
            () =>
            {
                if (!IsLeased(message))
                {
                    return false;
                }

                _messages[message.Id] = message;
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask SubscribeAsync(
        Partition partition, CustomerId customer, MessagePurpose purpose, bool isSubscribed, CancellationToken cancellationToken) => _ = await DoAsync(
        () =>
        {
            var (version, before) = _persons.GetValueOrDefault((partition, customer));
            HashSet<MessagePurpose> unsubscribed = [.. before ?? []];
            _ = isSubscribed ? unsubscribed.Remove(purpose) : unsubscribed.Add(purpose);
            _persons[(partition, customer)] = (version + 1, unsubscribed);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ScheduledMessage> ReadMessagesAsync(
        Partition partition, CustomerId customer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var message in await DoAsync(() => Of(partition, customer).ToList(), cancellationToken).ConfigureAwait(false))
        {
            yield return message;
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> ForgetAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) => DoAsync(
        () =>
        {
            _ = _persons.Remove((partition, customer));
            return Of(partition, customer).ToList().Count(message => _messages.Remove(message.Id));
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Instant?> FindOldestDueAsync(Instant now, CancellationToken cancellationToken) =>
        DoAsync(() => Due(now).Select(static message => (Instant?)message.DueAt).Min(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(Instant before, int limit, CancellationToken cancellationToken) => DoAsync(
        () => _messages.Values.Where(message => message.SettledAt < before).Take(limit).ToList().Count(message => _messages.Remove(message.Id)),
        cancellationToken);

    private IEnumerable<ScheduledMessage> Due(Instant now) => _messages.Values.Where(message =>
        (message.State is MessageState.Pending or MessageState.Sending) && message.DueAt <= now);

    private IEnumerable<ScheduledMessage> Of(Partition partition, CustomerId customer) => _messages.Values
        .Where(message => message.Partition == partition && message.Customer == customer)
        .OrderByDescending(static message => message.OccurredAt).ThenByDescending(static message => message.Id, StringComparer.Ordinal);

    private bool IsLeased(ScheduledMessage message) => _messages.TryGetValue(message.Id, out var before)
        && before.Version == message.Version
        && (before.State is MessageState.Pending or MessageState.Sending);

    private ValueTask<T> DoAsync<T>(Func<T> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(act());
        }
    }
}
