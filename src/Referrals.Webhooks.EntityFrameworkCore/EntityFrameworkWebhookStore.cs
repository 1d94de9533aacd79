using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore.Linked;
using Referrals.Webhooks.EntityFrameworkCore.Model;
using Referrals.Webhooks.Storage;

namespace Referrals.Webhooks.EntityFrameworkCore;

#pragma warning disable CA1309 // Comparisons inside of queries are the database's own, in its order.

/// <summary>
/// Keeps webhooks in the database of an Entity Framework context: SQLite or PostgreSQL. It never touches the change tracker and
/// never saves the application's changes. If the application has a transaction open on the context, what is written is part of it.
/// </summary>
/// <remarks>
/// Scoped like the context, and as little thread-safe. A lease is taken row by row with the version in the condition, which holds
/// on any isolation level.
/// </remarks>
/// <typeparam name="TContext">A context whose model has the tables of webhooks.</typeparam>
public sealed class EntityFrameworkWebhookStore<TContext> : IWebhookStore
    where TContext : DbContext
{
    private const int PageSize = 200;

    /// <summary>How often a lease is tried again when others take what was found.</summary>
    private const int LeaseTries = 4;

    private readonly TContext _context;
    private readonly IWebhookSecretProtection? _protection;
    private readonly string _insertEndpoint;
    private readonly string _insertMessage;
    private readonly string _insertDelivery;
    private readonly ContextWriter _writer;

    /// <summary>Makes a store over a context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="protection">Encrypts secrets; <c>null</c> to store them as text.</param>
    /// <exception cref="InvalidOperationException">The model has no tables of webhooks.</exception>
    /// <exception cref="NotSupportedException">The database is neither SQLite nor PostgreSQL.</exception>
    public EntityFrameworkWebhookStore(TContext context, IWebhookSecretProtection? protection = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _protection = protection;
        var tables = WebhookTables.Of(context);
        _insertEndpoint =
            $$"""
            INSERT INTO {{tables.Endpoints}} (
                "id", "tenant", "url", "types", "programs", "detail", "format", "keys", "status", "status_since", "told", "created_at", "failures", "version", "description")
            VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11}, {12}, {13}, CASE WHEN {15} = 1 THEN NULL ELSE {14} END)
            """;
        _insertMessage =
            $$"""
            INSERT INTO {{tables.Messages}} ("id", "tenant", "program", "type", "created_at", "full", "json")
            VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}) ON CONFLICT ("id") DO NOTHING
            """;
        _insertDelivery =
            $$"""
            INSERT INTO {{tables.Deliveries}} ("endpoint_id", "message_id", "detail", "format", "state", "attempts", "due_at", "created_at", "version")
            VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}) ON CONFLICT ("endpoint_id", "message_id") DO NOTHING
            """;
        _writer = new ContextWriter(context, tables.IsSqlite);
    }

    private IQueryable<EndpointRow> Endpoints => _context.Set<EndpointRow>().AsNoTracking();

    private IQueryable<MessageRow> Messages => _context.Set<MessageRow>().AsNoTracking();

    private IQueryable<DeliveryRow> Deliveries => _context.Set<DeliveryRow>().AsNoTracking();

    /// <inheritdoc/>
    public async ValueTask<bool> AddEndpointAsync(WebhookEndpoint endpoint, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var row = endpoint.ToRow(_protection);
        if (await Endpoints.CountAsync(r => r.Tenant == row.Tenant, cancellationToken).ConfigureAwait(false) >= most)
        {
            return false;
        }

        object?[] values =
        [
            row.Id, row.Tenant, row.Url, row.Types, row.Programs, row.Detail, row.Format, row.Keys, row.Status, row.StatusSince, row.Told, row.CreatedAt,
            row.Failures, row.Version, row.Description ?? "", row.Description is null ? 1 : 0,
        ];
        return await _writer.WriteAsync(
            token => _context.Database.ExecuteSqlRawAsync(_insertEndpoint, values!, token), cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc/>
    public async ValueTask<WebhookEndpoint?> FindEndpointAsync(string id, CancellationToken cancellationToken) =>
        (await Endpoints.FirstOrDefaultAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false))?.ToEndpoint(_protection);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WebhookEndpoint>> ListEndpointsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var name = tenant.ToString();
        return Read(await Endpoints
            .Where(r => r.Tenant == name).OrderBy(r => r.CreatedAt).ThenBy(r => r.Id).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WebhookEndpoint>> ListTroubledEndpointsAsync(int failures, int limit, CancellationToken cancellationToken)
    {
        const int Enabled = (int)WebhookEndpointStatus.Enabled;
        const int Disabled = (int)WebhookEndpointStatus.Disabled;
        return Read(await Endpoints
            .Where(r => (r.Status != Enabled && r.Status != Disabled) || (r.Status == Enabled && r.Failures >= failures))
            .OrderBy(r => r.Id).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReplaceEndpointAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        const int Enabled = (int)WebhookEndpointStatus.Enabled;
        var row = endpoint.ToRow(_protection);
        var becomesEnabled = endpoint.IsEnabled;
        return await _writer.WriteAsync(
            token => _context.Set<EndpointRow>().Where(r => r.Id == row.Id && r.Version == row.Version).ExecuteUpdateAsync(
                set => set
                    .SetProperty(r => r.Failures, r => becomesEnabled && r.Status != Enabled ? 0 : r.Failures)
                    .SetProperty(r => r.FailingSince, r => becomesEnabled && r.Status != Enabled ? null : r.FailingSince)
                    .SetProperty(r => r.PausedUntil, r => becomesEnabled && r.Status != Enabled ? null : r.PausedUntil)
                    .SetProperty(r => r.Url, row.Url)
                    .SetProperty(r => r.Types, row.Types)
                    .SetProperty(r => r.Programs, row.Programs)
                    .SetProperty(r => r.Detail, row.Detail)
                    .SetProperty(r => r.Format, row.Format)
                    .SetProperty(r => r.Description, row.Description)
                    .SetProperty(r => r.Keys, row.Keys)
                    .SetProperty(r => r.Status, row.Status)
                    .SetProperty(r => r.StatusSince, row.StatusSince)
                    .SetProperty(r => r.Told, row.Told)
                    .SetProperty(r => r.Version, r => r.Version + 1),
                token),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveEndpointAsync(string id, CancellationToken cancellationToken) => await _writer.WriteAsync(
        token => _writer.InTransactionAsync(
            async inner =>
            {
                _ = await _context.Set<DeliveryRow>().Where(r => r.EndpointId == id).ExecuteDeleteAsync(inner).ConfigureAwait(false);
                return await _context.Set<EndpointRow>().Where(r => r.Id == id).ExecuteDeleteAsync(inner).ConfigureAwait(false);
            },
            token),
        cancellationToken).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public async ValueTask CountAttemptAsync(string id, bool isSuccess, Instant at, Instant? pauseUntil, CancellationToken cancellationToken)
    {
        var now = at.ToMicroseconds();
        if (isSuccess)
        {
            var lately = (at - Duration.FromMinutes(1)).ToMicroseconds();
            Expression<Func<EndpointRow, bool>> isToBeNoted = r =>
                r.Id == id && (r.Failures > 0 || r.PausedUntil != null || r.LastSuccessAt == null || r.LastSuccessAt < lately);
            if (!await Endpoints.AnyAsync(isToBeNoted, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            _ = await _writer.WriteAsync(
                token => _context.Set<EndpointRow>().Where(isToBeNoted).ExecuteUpdateAsync(
                    set => set
                        .SetProperty(r => r.Failures, 0)
                        .SetProperty(r => r.FailingSince, (long?)null)
                        .SetProperty(r => r.PausedUntil, (long?)null)
                        .SetProperty(r => r.LastSuccessAt, now),
                    token),
                cancellationToken).ConfigureAwait(false);
            return;
        }

        var pause = pauseUntil?.ToMicroseconds() ?? 0;
        _ = await _writer.WriteAsync(
            token => _context.Set<EndpointRow>().Where(r => r.Id == id).ExecuteUpdateAsync(
                set => set
                    .SetProperty(r => r.Failures, r => r.Failures + 1)
                    .SetProperty(r => r.FailingSince, r => r.FailingSince ?? now)
                    .SetProperty(r => r.PausedUntil, r => pause > 0 && (r.PausedUntil == null || r.PausedUntil < pause) ? pause : r.PausedUntil),
                token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask AddMessageAsync(WebhookMessage message, IReadOnlyList<WebhookDelivery> deliveries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(deliveries);
        _ = await _writer.WriteAsync(
            token => _writer.InTransactionAsync(
                async inner =>
                {
                    object[] values =
                    [
                        message.Id, message.Tenant.ToString(), message.Program.ToString(), message.Type, message.CreatedAt.ToMicroseconds(),
                        message.IsFull ? 1 : 0, message.Json.ToArray(),
                    ];
                    var added = await _context.Database.ExecuteSqlRawAsync(_insertMessage, values, inner).ConfigureAwait(false);
                    foreach (var delivery in deliveries)
                    {
                        added += await AddAsync(delivery, inner).ConfigureAwait(false);
                    }

                    return added;
                },
                token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WebhookMessage> ReadFullMessagesAsync(Partition partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (tenant, program, last) = (partition.Tenant.ToString(), partition.Program.ToString(), "");
        while (true)
        {
            var page = await Messages
                .Where(r => r.Tenant == tenant && r.Program == program && r.Full == 1 && string.Compare(r.Id, last) > 0)
                .OrderBy(r => r.Id).Take(PageSize).ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                yield return row.ToMessage();
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            last = page[^1].Id;
        }
    }

    /// <inheritdoc/>
    public async ValueTask ThinMessageAsync(string id, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var bytes = json.ToArray();
        _ = await _writer.WriteAsync(
            token => _context.Set<MessageRow>().Where(r => r.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.Full, 0).SetProperty(r => r.Json, bytes), token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListDueEndpointsAsync(Instant now, CancellationToken cancellationToken)
    {
        var until = now.ToMicroseconds();
        return await Ready(until)
            .Where(e => Deliveries.Any(d => d.EndpointId == e.Id && d.State == 0 && d.DueAt <= until))
            .Select(e => e.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeasedDelivery>> LeaseAsync(
        string endpoint, Instant now, Instant until, int limit, CancellationToken cancellationToken)
    {
        var (due, end) = (now.ToMicroseconds(), until.ToMicroseconds());
        for (var tries = 1; ; tries++)
        {
            var found = await Deliveries
                .Where(r => r.EndpointId == endpoint && r.State == 0 && r.DueAt <= due)
                .OrderBy(r => r.DueAt).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
            var taken = await _writer.WriteAsync(token => TakeAsync(found, end, token), cancellationToken).ConfigureAwait(false);
            if (taken.Count > 0)
            {
                return await WithMessagesAsync(taken, cancellationToken).ConfigureAwait(false);
            }

            if (found.Count == 0 || tries == LeaseTries)
            {
                return [];
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SettleAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var (state, due, last) = ((int)delivery.State, delivery.DueAt.ToMicroseconds(), delivery.LastAttemptAt?.ToMicroseconds());
        return await _writer.WriteAsync(
            token => _context.Set<DeliveryRow>()
                .Where(r => r.EndpointId == delivery.EndpointId && r.MessageId == delivery.MessageId && r.Version == delivery.Version && r.State == 0)
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(r => r.State, state)
                        .SetProperty(r => r.Attempts, delivery.Attempts)
                        .SetProperty(r => r.DueAt, due)
                        .SetProperty(r => r.LastAttemptAt, last)
                        .SetProperty(r => r.LastStatus, delivery.LastStatus)
                        .SetProperty(r => r.LastResult, delivery.LastResult),
                    token),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WebhookDelivery> ReadDeliveriesAsync(
        string endpoint, DeliveryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (time, id) = (long.MaxValue, "");
        while (true)
        {
            var page = await Named(Deliveries, endpoint, query)
                .Where(r => r.CreatedAt < time || (r.CreatedAt == time && string.Compare(r.MessageId, id) < 0))
                .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.MessageId)
                .Take(PageSize).ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                yield return row.ToDelivery();
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            (time, id) = (page[^1].CreatedAt, page[^1].MessageId);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> MoveAsync(
        string endpoint, DeliveryQuery query, WebhookDeliveryState state, Instant dueAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (next, due, isPending) = ((int)state, dueAt.ToMicroseconds(), state == WebhookDeliveryState.Pending);
        return await _writer.WriteAsync(
            token => Named(_context.Set<DeliveryRow>(), endpoint, query).ExecuteUpdateAsync(
                set => set
                    .SetProperty(r => r.State, next)
                    .SetProperty(r => r.Version, r => r.Version + 1)
                    .SetProperty(r => r.Attempts, r => isPending ? 0 : r.Attempts)
                    .SetProperty(r => r.DueAt, r => isPending ? due : r.DueAt),
                token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Instant?> FindOldestDueAsync(Instant now, CancellationToken cancellationToken)
    {
        var until = now.ToMicroseconds();
        var oldest = await Ready(until)
            .Select(e => Deliveries.Where(d => d.EndpointId == e.Id && d.State == 0 && d.DueAt <= until).Min(d => (long?)d.DueAt))
            .MinAsync(cancellationToken).ConfigureAwait(false);
        return oldest?.ToInstant();
    }

    /// <inheritdoc/>
    public async ValueTask<int> PurgeAsync(Instant before, int limit, CancellationToken cancellationToken)
    {
        var end = before.ToMicroseconds();
        var old = await Messages
            .Where(m => m.CreatedAt < end && !Deliveries.Any(d => d.MessageId == m.Id && d.State == 0 && Endpoints.Any(e => e.Id == d.EndpointId)))
            .OrderBy(m => m.CreatedAt).Take(limit).Select(m => m.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return old.Count == 0 ? 0 : await _writer.WriteAsync(
            token => _writer.InTransactionAsync(
                async inner =>
                {
                    // A replay may have come between: what is pending now stays, and its message too.
                    _ = await _context.Set<DeliveryRow>()
                        .Where(d => old.Contains(d.MessageId) && (d.State != 0 || !Endpoints.Any(e => e.Id == d.EndpointId)))
                        .ExecuteDeleteAsync(inner).ConfigureAwait(false);
                    return await _context.Set<MessageRow>()
                        .Where(m => old.Contains(m.Id) && !Deliveries.Any(d => d.MessageId == m.Id)).ExecuteDeleteAsync(inner).ConfigureAwait(false);
                },
                token),
            cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<DeliveryRow> Named(IQueryable<DeliveryRow> rows, string endpoint, DeliveryQuery query)
    {
        rows = rows.Where(r => r.EndpointId == endpoint);
        if (query.MessageId is { } message)
        {
            rows = rows.Where(r => r.MessageId == message);
        }

        if (query.States.Count > 0)
        {
            var states = query.States.Select(static state => (int)state).ToArray();
            rows = rows.Where(r => states.Contains(r.State));
        }

        if (query.From is { } from)
        {
            // In whole microseconds; an instant between two of them begins with the next one.
            var first = (from + Duration.FromTicks(9)).ToMicroseconds();
            rows = rows.Where(r => r.CreatedAt >= first);
        }

        if (query.Until is { } until)
        {
            var end = (until + Duration.FromTicks(9)).ToMicroseconds();
            rows = rows.Where(r => r.CreatedAt < end);
        }

        return rows;
    }

    private IQueryable<EndpointRow> Ready(long now) =>
        Endpoints.Where(e => e.Status == 0 && (e.PausedUntil == null || e.PausedUntil <= now));

    private IReadOnlyList<WebhookEndpoint> Read(List<EndpointRow> rows) => [.. rows.Select(row => row.ToEndpoint(_protection))];

    private async Task<List<DeliveryRow>> TakeAsync(List<DeliveryRow> found, long end, CancellationToken cancellationToken)
    {
        var taken = new List<DeliveryRow>(found.Count);
        foreach (var row in found)
        {
            var isTaken = await _context.Set<DeliveryRow>()
                .Where(r => r.EndpointId == row.EndpointId && r.MessageId == row.MessageId && r.Version == row.Version && r.State == 0)
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

    private async Task<IReadOnlyList<LeasedDelivery>> WithMessagesAsync(List<DeliveryRow> taken, CancellationToken cancellationToken)
    {
        var ids = taken.ConvertAll(static row => row.MessageId);
        var messages = await Messages.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(static m => m.Id, cancellationToken).ConfigureAwait(false);
        return [.. taken.Where(row => messages.ContainsKey(row.MessageId))
            .Select(row => new LeasedDelivery(row.ToDelivery(), messages[row.MessageId].ToMessage()))];
    }

    private Task<int> AddAsync(WebhookDelivery delivery, CancellationToken cancellationToken) => _context.Database.ExecuteSqlRawAsync(
        _insertDelivery,
        [
            delivery.EndpointId, delivery.MessageId, (int)delivery.Detail, (int)delivery.Format, (int)delivery.State, delivery.Attempts,
            delivery.DueAt.ToMicroseconds(), delivery.CreatedAt.ToMicroseconds(), delivery.Version,
        ],
        cancellationToken);
}
