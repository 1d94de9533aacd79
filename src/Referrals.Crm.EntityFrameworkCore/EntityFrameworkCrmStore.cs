using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.Crm.EntityFrameworkCore.Model;
using Referrals.Crm.Storage;
using Referrals.EntityFrameworkCore.Linked;

namespace Referrals.Crm.EntityFrameworkCore;

/// <summary>
/// Keeps who is to be mirrored and what was written in the database of an Entity Framework context: SQLite or PostgreSQL. It never touches the change
/// tracker and never saves the application's changes. If the application has a transaction open on the context, what is written is part of it.
/// </summary>
/// <remarks>
/// Scoped like the context, and as little thread-safe. A lease is taken row by row with the version in the condition, which holds on any isolation level.
/// </remarks>
/// <typeparam name="TContext">A context whose model has the tables of the CRM mirror.</typeparam>
public sealed class EntityFrameworkCrmStore<TContext> : ICrmStore
    where TContext : DbContext
{
    /// <summary>How often a lease is tried again when others take what was found.</summary>
    private const int LeaseTries = 4;

    /// <summary>How many persons one question names.</summary>
    private const int PageSize = 200;

    private const int SetAside = (int)CrmRecordState.SetAside;

    private readonly TContext _context;
    private readonly string _note;
    private readonly string _insertRecord;
    private readonly ContextWriter _writer;

    /// <summary>Makes a store over a context.</summary>
    /// <param name="context">The context.</param>
    /// <exception cref="InvalidOperationException">The model has no tables of the CRM mirror.</exception>
    /// <exception cref="NotSupportedException">The database is neither SQLite nor PostgreSQL.</exception>
    public EntityFrameworkCrmStore(TContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        var tables = CrmTables.Of(context);
        _note =
            $$"""
            INSERT INTO {{tables.People}} AS p ("target", "customer", "due_at", "revision", "version") VALUES ({0}, {1}, {2}, 1, 0)
            ON CONFLICT ("target", "customer") DO UPDATE SET
                "revision" = p."revision" + 1, "due_at" = CASE WHEN p."due_at" < {2} THEN p."due_at" ELSE {2} END
            """;
        _insertRecord =
            $$"""
            INSERT INTO {{tables.Records}} ("target", "customer", "kind", "id", "state", "waits", "attempts") VALUES ({0}, {1}, {2}, {3}, 0, {4}, 0)
            ON CONFLICT ("target", "customer", "kind", "id") DO NOTHING
            """;
        _writer = new ContextWriter(context, tables.IsSqlite);
    }

    private IQueryable<WorkRow> People => _context.Set<WorkRow>().AsNoTracking();

    private IQueryable<RecordRow> Records => _context.Set<RecordRow>().AsNoTracking();

    /// <inheritdoc/>
    public async ValueTask NoteAsync(string target, IReadOnlyList<CustomerId> people, Instant dueAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        if (people.Count > 0)
        {
            _ = await _writer.WriteAsync(token => _writer.InTransactionAsync(inner => NotedAsync(target, people, dueAt, inner), token), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask NoteRelatedAsync(string target, CustomerId other, bool isOnlyWaiting, Instant dueAt, CancellationToken cancellationToken)
    {
        var name = other.Value;
        _ = await _writer.WriteAsync(
            token => _writer.InTransactionAsync(
                async inner =>
                {
                    var related = await Records.Where(r => r.Target == target && r.Other == name && (r.Waits || !isOnlyWaiting))
                        .Select(r => r.Customer).Distinct().ToListAsync(inner).ConfigureAwait(false);
                    return await NotedAsync(target, [.. related.Select(CustomerId.From)], dueAt, inner).ConfigureAwait(false);
                },
                token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CrmWork>> LeaseAsync(string target, Instant now, Instant until, int limit, CancellationToken cancellationToken)
    {
        var (due, end) = (now.ToMicroseconds(), until.ToMicroseconds());
        for (var tries = 1; ; tries++)
        {
            var found = await People.Where(r => r.Target == target && r.DueAt <= due && (r.LeasedUntil == null || r.LeasedUntil <= due))
                .OrderBy(r => r.DueAt).ThenBy(r => r.Customer).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
            var taken = await _writer.WriteAsync(token => TakeAsync(found, due, end, token), cancellationToken).ConfigureAwait(false);
            if (taken.Count > 0 || found.Count == 0 || tries == LeaseTries)
            {
                return [.. taken.Select(static row => row.ToWork())];
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CrmWork>> ReadWorkAsync(string target, IReadOnlyList<CustomerId> people, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        var found = new List<CrmWork>();
        foreach (var names in Pages(people))
        {
            found.AddRange((await People.Where(r => r.Target == target && names.Contains(r.Customer)).ToListAsync(cancellationToken).ConfigureAwait(false))
                .Select(static row => row.ToWork()));
        }

        return found;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CrmRecord>> ReadRecordsAsync(string target, IReadOnlyList<CustomerId> people, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        var found = new List<CrmRecord>();
        foreach (var names in Pages(people))
        {
            found.AddRange((await Records.Where(r => r.Target == target && names.Contains(r.Customer)).ToListAsync(cancellationToken).ConfigureAwait(false))
                .Select(static row => row.ToRecord()));
        }

        return found;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SaveAsync(
        CrmWork work, IReadOnlyList<CrmRecord> records, bool isReleased, Instant now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(records);
        return await _writer.WriteAsync(
            token => _writer.InTransactionAsync(
                async inner =>
                {
                    // The row of the person first: it is what two instances would meet at.
                    if (!await SettleAsync(work, isReleased, now, inner).ConfigureAwait(false))
                    {
                        return false;
                    }

                    foreach (var record in records)
                    {
                        await PutAsync(record, inner).ConfigureAwait(false);
                    }

                    return true;
                },
                token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ForgetAsync(CrmWork work, Instant now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var (target, name) = (work.Target, work.Customer.Value);
        return await _writer.WriteAsync(
            token => _writer.InTransactionAsync(
                async inner =>
                {
                    var isGone = await _context.Set<WorkRow>()
                        .Where(r => r.Target == target && r.Customer == name && r.Version == work.Version && r.Revision == work.Revision)
                        .ExecuteDeleteAsync(inner).ConfigureAwait(false) == 1;
                    if (!isGone && !await SettleAsync(work with { DueAt = now }, isReleased: true, now, inner).ConfigureAwait(false))
                    {
                        return false;
                    }

                    _ = await _context.Set<RecordRow>().Where(r => r.Target == target && r.Customer == name).ExecuteDeleteAsync(inner).ConfigureAwait(false);
                    return true;
                },
                token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CrmRecord>> ReadSetAsideAsync(string? target, int limit, CancellationToken cancellationToken)
    {
        var rows = await Records.Where(r => r.State == SetAside && (target == null || r.Target == target))
            .OrderBy(r => r.Target).ThenBy(r => r.Customer).ThenBy(r => r.Kind).ThenBy(r => r.Id).Take(limit)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(static row => row.ToRecord())];
    }

    /// <inheritdoc/>
    public async ValueTask<int> RetryAsync(string target, CustomerId? customer, string? code, Instant dueAt, CancellationToken cancellationToken)
    {
        var name = customer?.Value;
        return await _writer.WriteAsync(
            token => _writer.InTransactionAsync(
                async inner =>
                {
                    var named = _context.Set<RecordRow>()
                        .Where(r => r.Target == target && r.State == SetAside && (name == null || r.Customer == name) && (code == null || r.Code == code));
                    var people = await named.AsNoTracking().Select(r => r.Customer).Distinct().ToListAsync(inner).ConfigureAwait(false);
                    _ = await NotedAsync(target, [.. people.Select(CustomerId.From)], dueAt, inner).ConfigureAwait(false);
                    return await named.ExecuteUpdateAsync(
                        set => set
                            .SetProperty(r => r.State, (int)CrmRecordState.Pending)
                            .SetProperty(r => r.Hash, (string?)null)
                            .SetProperty(r => r.Attempts, 0),
                        inner).ConfigureAwait(false);
                },
                token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<CrmBacklog> ReadBacklogAsync(Instant now, CancellationToken cancellationToken)
    {
        var due = now.ToMicroseconds();
        var setAside = await Records.CountAsync(r => r.State == SetAside, cancellationToken).ConfigureAwait(false);
        var oldest = await People.Where(r => r.DueAt <= due).MinAsync(r => r.DueAt, cancellationToken).ConfigureAwait(false);
        return new CrmBacklog(setAside, oldest?.ToInstant());
    }

    private static IEnumerable<string[]> Pages(IReadOnlyList<CustomerId> people) =>
        people.Select(static person => person.Value).Distinct(StringComparer.Ordinal).Chunk(PageSize);

    /// <summary>In the order of the names, so that two who note the same persons do not wait for each other in a circle.</summary>
    private async Task<int> NotedAsync(string target, IReadOnlyList<CustomerId> people, Instant dueAt, CancellationToken cancellationToken)
    {
        var due = dueAt.ToMicroseconds();
        foreach (var name in people.Select(static person => person.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            _ = await _context.Database.ExecuteSqlRawAsync(_note, [target, name, due], cancellationToken).ConfigureAwait(false);
        }

        return people.Count;
    }

    private async Task<List<WorkRow>> TakeAsync(List<WorkRow> found, long now, long end, CancellationToken cancellationToken)
    {
        var taken = new List<WorkRow>(found.Count);
        foreach (var row in found)
        {
            var isTaken = await _context.Set<WorkRow>()
                .Where(r => r.Target == row.Target && r.Customer == row.Customer && r.Version == row.Version && (r.LeasedUntil == null || r.LeasedUntil <= now))
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Version, r => r.Version + 1).SetProperty(r => r.LeasedUntil, end), cancellationToken)
                .ConfigureAwait(false) == 1;
            if (isTaken)
            {
                (row.Version, row.LeasedUntil) = (row.Version + 1, end);
                taken.Add(row);
            }
        }

        return taken;
    }

    private async Task<bool> SettleAsync(CrmWork work, bool isReleased, Instant now, CancellationToken cancellationToken)
    {
        var (target, name, revision, due, at) = (work.Target, work.Customer.Value, work.Revision, work.DueAt?.ToMicroseconds(), (long?)now.ToMicroseconds());
        var row = _context.Set<WorkRow>().Where(r => r.Target == target && r.Customer == name && r.Version == work.Version);
        var touched = isReleased
            ? await row.ExecuteUpdateAsync(
                set => set
                    .SetProperty(r => r.DueAt, r => r.Revision == revision ? due : at)
                    .SetProperty(r => r.LeasedUntil, (long?)null)
                    .SetProperty(r => r.Version, r => r.Version + 1),
                cancellationToken).ConfigureAwait(false)
            : await row.ExecuteUpdateAsync(set => set.SetProperty(r => r.Version, r => r.Version), cancellationToken).ConfigureAwait(false);
        return touched == 1;
    }

    private async Task PutAsync(CrmRecord record, CancellationToken cancellationToken)
    {
        var (target, name, kind, id, state) = (record.Target, record.Customer.Value, (int)record.Kind, record.Id, (int)record.State);
        _ = await _context.Database.ExecuteSqlRawAsync(_insertRecord, [target, name, kind, id, record.Waits], cancellationToken).ConfigureAwait(false);
        var (other, at) = (record.Other?.Value, record.At?.ToMicroseconds());
        _ = await _context.Set<RecordRow>().Where(r => r.Target == target && r.Customer == name && r.Kind == kind && r.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.State, state)
                .SetProperty(r => r.Hash, record.Hash)
                .SetProperty(r => r.RemoteId, record.RemoteId)
                .SetProperty(r => r.RemoteKey, record.RemoteKey)
                .SetProperty(r => r.Other, other)
                .SetProperty(r => r.Waits, record.Waits)
                .SetProperty(r => r.Attempts, record.Attempts)
                .SetProperty(r => r.Code, record.Code)
                .SetProperty(r => r.Words, record.Words)
                .SetProperty(r => r.At, at),
            cancellationToken).ConfigureAwait(false);
    }
}
