using NodaTime;

namespace Referrals.Crm.Storage;

/// <summary>Keeps who is to be mirrored and what was written in memory, for tests and a first try. All is lost at the end of the process.</summary>
/// <remarks>
/// Safe for any number of threads. It does everything that the contract asks for. After a restart nobody is noted, and what is noted then is written
/// once more; nothing is created twice, since the CRM finds records by their keys.
/// </remarks>
public sealed class InMemoryCrmStore : ICrmStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Target, CustomerId Customer), CrmWork> _work = [];
    private readonly Dictionary<(string Target, CustomerId Customer), Dictionary<(CrmRecordKind Kind, string Id), CrmRecord>> _records = [];

    /// <inheritdoc/>
    public async ValueTask NoteAsync(string target, IReadOnlyList<CustomerId> people, Instant dueAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        _ = await DoAsync(() => Note(target, people, dueAt), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask NoteRelatedAsync(
        string target, CustomerId other, bool isOnlyWaiting, Instant dueAt, CancellationToken cancellationToken) => _ = await DoAsync(
        () =>
        {
            var related = All(target).Where(record => record.Other == other && (record.Waits || !isOnlyWaiting));
            return Note(target, [.. related.Select(static record => record.Customer).Distinct()], dueAt);
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CrmWork>> LeaseAsync(string target, Instant now, Instant until, int limit, CancellationToken cancellationToken) =>
        DoAsync<IReadOnlyList<CrmWork>>(
            () =>
            {
                var leased = _work.Values.Where(work => work.Target == target && work.DueAt <= now && !(work.LeasedUntil > now))
                    .OrderBy(static work => work.DueAt).ThenBy(static work => work.Customer.Value, StringComparer.Ordinal).Take(limit)
                    .Select(work => work with { LeasedUntil = until, Version = work.Version + 1 }).ToList();
                leased.ForEach(work => _work[(target, work.Customer)] = work);
                return leased;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CrmWork>> ReadWorkAsync(string target, IReadOnlyList<CustomerId> people, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        return DoAsync<IReadOnlyList<CrmWork>>(
            () => [.. people.Distinct().Select(person => _work.GetValueOrDefault((target, person))).OfType<CrmWork>()], cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CrmRecord>> ReadRecordsAsync(string target, IReadOnlyList<CustomerId> people, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        return DoAsync<IReadOnlyList<CrmRecord>>(
            () => [.. people.Distinct().SelectMany(person => _records.GetValueOrDefault((target, person))?.Values.ToList() ?? [])], cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> SaveAsync(CrmWork work, IReadOnlyList<CrmRecord> records, bool isReleased, Instant now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(records);
        return DoAsync(
            () =>
            {
                if (Leased(work) is not { } before)
                {
                    return false;
                }

                var key = (work.Target, work.Customer);
                var own = _records.TryGetValue(key, out var found) ? found : _records[key] = [];
                foreach (var record in records)
                {
                    own[(record.Kind, record.Id)] = record;
                }

                if (isReleased)
                {
                    _work[key] = before with
                    {
                        DueAt = before.Revision == work.Revision ? work.DueAt : now,
                        LeasedUntil = null,
                        Version = before.Version + 1,
                    };
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ForgetAsync(CrmWork work, Instant now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return DoAsync(
            () =>
            {
                if (Leased(work) is not { } before)
                {
                    return false;
                }

                var key = (work.Target, work.Customer);
                _ = _records.Remove(key);
                if (before.Revision == work.Revision)
                {
                    _ = _work.Remove(key);
                }
                else
                {
                    _work[key] = before with { DueAt = now, LeasedUntil = null, Version = before.Version + 1 };
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CrmRecord>> ReadSetAsideAsync(string? target, int limit, CancellationToken cancellationToken) =>
        DoAsync<IReadOnlyList<CrmRecord>>(
            () =>
            [
                .. SetAside().Where(record => target is null || record.Target == target)
                    .OrderBy(static record => record.Target, StringComparer.Ordinal).ThenBy(static record => record.Customer.Value, StringComparer.Ordinal)
                    .ThenBy(static record => record.Kind).ThenBy(static record => record.Id, StringComparer.Ordinal).Take(limit),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RetryAsync(string target, CustomerId? customer, string? code, Instant dueAt, CancellationToken cancellationToken) => DoAsync(
        () =>
        {
            var named = SetAside()
                .Where(record => record.Target == target && (customer is null || record.Customer == customer) && (code is null || record.Code == code))
                .ToList();
            foreach (var record in named)
            {
                _records[(target, record.Customer)][(record.Kind, record.Id)] = record with { State = CrmRecordState.Pending, Hash = null, Attempts = 0 };
            }

            _ = Note(target, [.. named.Select(static record => record.Customer).Distinct()], dueAt);
            return named.Count;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CrmBacklog> ReadBacklogAsync(Instant now, CancellationToken cancellationToken) => DoAsync(
        () => new CrmBacklog(SetAside().Count(), _work.Values.Where(work => work.DueAt <= now).Min(static work => work.DueAt)), cancellationToken);

    private bool Note(string target, IReadOnlyList<CustomerId> people, Instant dueAt)
    {
        foreach (var person in people)
        {
            _work[(target, person)] = _work.TryGetValue((target, person), out var before)
                ? before with { Revision = before.Revision + 1, DueAt = before.DueAt < dueAt ? before.DueAt : dueAt }
                : new CrmWork { Target = target, Customer = person, DueAt = dueAt, Revision = 1 };
        }

        return true;
    }

    private IEnumerable<CrmRecord> All(string target) => _records.Where(pair => pair.Key.Target == target).SelectMany(static pair => pair.Value.Values);

    private IEnumerable<CrmRecord> SetAside() =>
        _records.Values.SelectMany(static records => records.Values).Where(static record => record.State == CrmRecordState.SetAside);

    private CrmWork? Leased(CrmWork work) =>
        _work.TryGetValue((work.Target, work.Customer), out var before) && before.Version == work.Version ? before : null;

    private ValueTask<T> DoAsync<T>(Func<T> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(act());
        }
    }
}
