using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore.Linked;
using Referrals.Messages.EntityFrameworkCore.Model;
using Referrals.Messages.Storage;

namespace Referrals.Messages.EntityFrameworkCore;

#pragma warning disable CA1309 // Comparisons inside of queries are the database's own, in its order.

/// <summary>
/// Keeps messages in the database of an Entity Framework context: SQLite or PostgreSQL. It never touches the change tracker and never saves the
/// application's changes. If the application has a transaction open on the context, what is written is part of it.
/// </summary>
/// <remarks>
/// Scoped like the context, and as little thread-safe. A lease is taken row by row with the version in the condition, which holds on any isolation
/// level.
/// </remarks>
/// <typeparam name="TContext">A context whose model has the tables of messages.</typeparam>
public sealed class EntityFrameworkMessageStore<TContext> : IMessageStore
    where TContext : DbContext
{
    private const int PageSize = 200;

    /// <summary>How often a lease is tried again when others take what was found.</summary>
    private const int LeaseTries = 4;

    private const int Sending = (int)MessageState.Sending;

    private readonly TContext _context;
    private readonly string _insertMessage;
    private readonly string _raisePerson;
    private readonly string _subscribe;
    private readonly ContextWriter _writer;

    /// <summary>Makes a store over a context.</summary>
    /// <param name="context">The context.</param>
    /// <exception cref="InvalidOperationException">The model has no tables of messages.</exception>
    /// <exception cref="NotSupportedException">The database is neither SQLite nor PostgreSQL.</exception>
    public EntityFrameworkMessageStore(TContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        var tables = MessageTables.Of(context);
        _insertMessage =
            $$"""
            INSERT INTO {{tables.Messages}} (
                "id", "partition", "customer", "kind", "decision_key", "reader", "occurred_at", "created_at", "due_at", "state", "values", "attempts", "version", "subject")
            VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11}, {12}, CASE WHEN {14} = 1 THEN NULL ELSE {13} END)
            ON CONFLICT ("id") DO NOTHING
            """;

        // A person of version 0 has no row yet; of two who make it, the second one sees the version of the first.
        _raisePerson =
            $$"""
            INSERT INTO {{tables.Persons}} AS p ("partition", "customer", "unsubscribed", "version")
            SELECT {0}, {1}, 0, 1 WHERE {2} = 0 OR EXISTS (SELECT 1 FROM {{tables.Persons}} WHERE "partition" = {0} AND "customer" = {1})
            ON CONFLICT ("partition", "customer") DO UPDATE SET "version" = p."version" + 1 WHERE p."version" = {2}
            """;
        _subscribe =
            $$"""
            INSERT INTO {{tables.Persons}} AS p ("partition", "customer", "unsubscribed", "version") VALUES ({0}, {1}, {2}, 1)
            ON CONFLICT ("partition", "customer") DO UPDATE SET "unsubscribed" = (p."unsubscribed" | {2}) & ~{3}, "version" = p."version" + 1
            """;
        _writer = new ContextWriter(context, tables.IsSqlite);
    }

    private IQueryable<MessageRow> Messages => _context.Set<MessageRow>().AsNoTracking();

    /// <inheritdoc/>
    public async ValueTask AddAsync(IReadOnlyList<ScheduledMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        _ = await _writer.WriteAsync(
            token => _writer.InTransactionAsync(
                async inner =>
                {
                    var added = 0;
                    foreach (var message in messages)
                    {
                        added += await AddAsync(message, inner).ConfigureAwait(false);
                    }

                    return added;
                },
                token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ScheduledMessage>> LeaseAsync(Instant now, Instant until, int limit, CancellationToken cancellationToken)
    {
        var (due, end) = (now.ToMicroseconds(), until.ToMicroseconds());
        for (var tries = 1; ; tries++)
        {
            var found = await Messages.Where(r => r.State <= Sending && r.DueAt <= due)
                .OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
            var taken = await _writer.WriteAsync(token => TakeAsync(found, end, token), cancellationToken).ConfigureAwait(false);
            if (taken.Count > 0 || found.Count == 0 || tries == LeaseTries)
            {
                return [.. taken.Select(static row => row.ToMessage())];
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<MessagePerson> ReadPersonAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken)
    {
        var (program, name, winBack) = (partition.ToString(), customer.Value, MessageKind.WinBack.Code);

        // The person first: what is decided after that raises the version, so that a decision on what is read here does not hold.
        var person = await _context.Set<PersonRow>().AsNoTracking()
            .FirstOrDefaultAsync(r => r.Partition == program && r.Customer == name, cancellationToken).ConfigureAwait(false);
        const int Pending = (int)MessageState.Pending;
        const int Sent = (int)MessageState.Sent;
        const int Unconfirmed = (int)MessageState.Unconfirmed;
        var messages = await Messages.Where(r => r.Partition == program && r.Customer == name
                && (r.State == Sending || r.State == Sent || r.State == Unconfirmed || (r.State == Pending && r.Kind == winBack)))
            .OrderByDescending(r => r.OccurredAt).ThenByDescending(r => r.Id).Take(MessagePerson.MaxMessages)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new MessagePerson
        {
            Version = person?.Version ?? 0,
            Unsubscribed = [.. Enum.GetValues<MessagePurpose>().Where(purpose => ((person?.Unsubscribed ?? 0) & Bit(purpose)) != 0)],
            Messages = [.. messages.Select(static row => row.ToMessage())],
        };
    }

    /// <inheritdoc/>
    public async ValueTask<DecidedResult> DecideAsync(ScheduledMessage message, long personVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var result = DecidedResult.Written;
        _ = await _writer.WriteAsync(
            token => _writer.InTransactionAsync(
                async inner =>
                {
                    result = await RaiseAsync(message, personVersion, inner).ConfigureAwait(false) == 0 ? DecidedResult.PersonChanged
                        : await UpdateAsync(message, inner).ConfigureAwait(false) == 0 ? DecidedResult.LeaseLost
                        : DecidedResult.Written;
                    return result == DecidedResult.Written;
                },
                token,
                static written => written),
            cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SettleAsync(ScheduledMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return await _writer.WriteAsync(token => UpdateAsync(message, token), cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc/>
    public async ValueTask SubscribeAsync(
        Partition partition, CustomerId customer, MessagePurpose purpose, bool isSubscribed, CancellationToken cancellationToken)
    {
        var (add, remove) = isSubscribed ? (0, Bit(purpose)) : (Bit(purpose), 0);
        _ = await _writer.WriteAsync(
            token => _context.Database.ExecuteSqlRawAsync(_subscribe, [partition.ToString(), customer.Value, add, remove], token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ScheduledMessage> ReadMessagesAsync(
        Partition partition, CustomerId customer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (program, name, time, id) = (partition.ToString(), customer.Value, long.MaxValue, "");
        while (true)
        {
            var page = await Messages
                .Where(r => r.Partition == program && r.Customer == name && (r.OccurredAt < time || (r.OccurredAt == time && string.Compare(r.Id, id) < 0)))
                .OrderByDescending(r => r.OccurredAt).ThenByDescending(r => r.Id)
                .Take(PageSize).ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                yield return row.ToMessage();
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            (time, id) = (page[^1].OccurredAt, page[^1].Id);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ForgetAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken)
    {
        var (program, name) = (partition.ToString(), customer.Value);
        return await _writer.WriteAsync(
            token => _writer.InTransactionAsync(
                async inner =>
                {
                    _ = await _context.Set<PersonRow>().Where(r => r.Partition == program && r.Customer == name)
                        .ExecuteDeleteAsync(inner).ConfigureAwait(false);
                    return await _context.Set<MessageRow>().Where(r => r.Partition == program && r.Customer == name)
                        .ExecuteDeleteAsync(inner).ConfigureAwait(false);
                },
                token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Instant?> FindOldestDueAsync(Instant now, CancellationToken cancellationToken)
    {
        var due = now.ToMicroseconds();
        var oldest = await Messages.Where(r => r.State <= Sending && r.DueAt <= due).MinAsync(r => (long?)r.DueAt, cancellationToken).ConfigureAwait(false);
        return oldest?.ToInstant();
    }

    /// <inheritdoc/>
    public async ValueTask<int> PurgeAsync(Instant before, int limit, CancellationToken cancellationToken)
    {
        var end = before.ToMicroseconds();
        var old = await Messages.Where(r => r.SettledAt < end).OrderBy(r => r.SettledAt).Take(limit).Select(r => r.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return old.Count == 0 ? 0 : await _writer.WriteAsync(
            token => _context.Set<MessageRow>().Where(r => old.Contains(r.Id)).ExecuteDeleteAsync(token), cancellationToken).ConfigureAwait(false);
    }

    private static int Bit(MessagePurpose purpose) => 1 << (int)purpose;

    private Task<int> AddAsync(ScheduledMessage message, CancellationToken cancellationToken) => _context.Database.ExecuteSqlRawAsync(
        _insertMessage,
        [
            message.Id, message.Partition.ToString(), message.Customer.Value, message.Kind.Code, message.DecisionKey, (int)message.Reader,
            message.OccurredAt.ToMicroseconds(), message.CreatedAt.ToMicroseconds(), message.DueAt.ToMicroseconds(), (int)message.State,
            RowMapping.ToJson(message.Values), message.Attempts, message.Version, message.Subject ?? "", message.Subject is null ? 1 : 0,
        ],
        cancellationToken);

    private Task<int> RaiseAsync(ScheduledMessage message, long personVersion, CancellationToken cancellationToken) =>
        _context.Database.ExecuteSqlRawAsync(
            _raisePerson, [message.Partition.ToString(), message.Customer.Value, personVersion], cancellationToken);

    private Task<int> UpdateAsync(ScheduledMessage message, CancellationToken cancellationToken)
    {
        var (kind, values, state, channel) =
            (message.Kind.Code, RowMapping.ToJson(message.Values), (int)message.State, message.Channel.IsDefault ? null : message.Channel.Value);
        var (due, decided, settled) = (message.DueAt.ToMicroseconds(), message.DecidedAt?.ToMicroseconds(), message.SettledAt?.ToMicroseconds());
        return _context.Set<MessageRow>()
            .Where(r => r.Id == message.Id && r.Version == message.Version && r.State <= Sending)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(r => r.Kind, kind)
                    .SetProperty(r => r.State, state)
                    .SetProperty(r => r.Reason, message.Reason)
                    .SetProperty(r => r.Topic, message.Topic)
                    .SetProperty(r => r.Refusal, message.Refusal)
                    .SetProperty(r => r.Values, values)
                    .SetProperty(r => r.Culture, message.Culture)
                    .SetProperty(r => r.Channel, channel)
                    .SetProperty(r => r.DueAt, due)
                    .SetProperty(r => r.DecidedAt, decided)
                    .SetProperty(r => r.SettledAt, settled)
                    .SetProperty(r => r.Attempts, message.Attempts),
                cancellationToken);
    }

    private async Task<List<MessageRow>> TakeAsync(List<MessageRow> found, long end, CancellationToken cancellationToken)
    {
        var taken = new List<MessageRow>(found.Count);
        foreach (var row in found)
        {
            var isTaken = await _context.Set<MessageRow>()
                .Where(r => r.Id == row.Id && r.Version == row.Version && r.State <= Sending)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Version, r => r.Version + 1).SetProperty(r => r.DueAt, end), cancellationToken)
                .ConfigureAwait(false) == 1;
            if (isTaken)
            {
                (row.Version, row.DueAt) = (row.Version + 1, end);
                taken.Add(row);
            }
        }

        return taken;
    }
}
