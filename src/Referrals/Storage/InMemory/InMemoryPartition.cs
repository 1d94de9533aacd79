namespace Referrals.Storage.InMemory;

/// <summary>The records and counters of one partition behind one lock.</summary>
internal sealed class InMemoryPartition
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RecordKey, StoredRecord> _records = [];
    private readonly Dictionary<RecordKind, InMemoryIndex> _indexes = [];
    private readonly InMemoryOutbox _outbox = new();
    private readonly SortedDictionary<string, long> _counters = new(Utf8Order.Instance);

    internal Snapshot Load(IReadOnlyList<RecordKey> keys)
    {
        lock (_gate)
        {
            return Snapshot.Of(keys.Distinct().Select(Find).OfType<StoredRecord>());
        }
    }

    internal CommitOutcome Commit(CommitBatch batch)
    {
        lock (_gate)
        {
            if (batch.EventKey is { } key && Find(key) is { } stored)
            {
                return CommitOutcome.AlreadyProcessed(stored);
            }

            var conflicts = batch.Operations.Where(operation => !Holds(operation)).Select(static operation => operation.Key).ToList();
            if (conflicts.Count > 0)
            {
                return CommitOutcome.Conflict(conflicts);
            }

            foreach (var operation in batch.Operations)
            {
                Apply(operation);
            }

            return CommitOutcome.Committed;
        }
    }

    /// <summary>The next records of a scan, after the last one that was given.</summary>
    internal IReadOnlyList<StoredRecord> Page(RecordKind kind, ScanRange range, StoredRecord? last, int size)
    {
        lock (_gate)
        {
            if (kind == RecordKind.Counter)
            {
                return range.DueAtOrBefore is null ? CountersAfter(last?.Key.Id, size) : [];
            }

            if (kind == RecordKind.Message)
            {
                return _outbox.Page(range, last, size);
            }

            if (!_indexes.TryGetValue(kind, out var index))
            {
                return [];
            }

            var keys = range.DueAtOrBefore is { } instant
                ? index.DueUntil(instant, last, size)
                : index.After(last?.Position ?? range.AfterPosition, size);
            return [.. keys.Select(key => _records[key])];
        }
    }

    internal IReadOnlyList<StoredRecord> Lease(OutboxLease lease)
    {
        lock (_gate)
        {
            return _outbox.Lease(lease);
        }
    }

    internal bool Settle(StoredRecord message, OutboxSettlement settlement)
    {
        lock (_gate)
        {
            return _outbox.Settle(message, settlement);
        }
    }

    private StoredRecord? Find(RecordKey key)
    {
        if (key.Id is null)
        {
            throw new ArgumentException("A store takes keys that are not default.", nameof(key));
        }

        if (key.Kind == RecordKind.Message)
        {
            return _outbox.Find(key);
        }

        if (key.Kind != RecordKind.Counter)
        {
            return _records.GetValueOrDefault(key);
        }

        return _counters.TryGetValue(key.Id, out var number) ? Counter(key, number) : null;
    }

    private bool Holds(StoreOperation operation) => operation.Kind switch
    {
        StoreOperationKind.Insert => Find(operation.Key) is null,
        StoreOperationKind.Redact => Find(operation.Key) is not null,
        StoreOperationKind.Add => StaysWithin(operation, _counters.GetValueOrDefault(operation.Key.Id)),
        _ => (_records.GetValueOrDefault(operation.Key)?.Version ?? 0) == operation.ExpectedVersion,
    };

    private static bool StaysWithin(StoreOperation add, long number)
    {
        var sum = (Int128)number + add.Delta;
        return sum >= add.Minimum && sum <= add.Maximum;
    }

    private void Apply(StoreOperation operation)
    {
        switch (operation.Kind)
        {
            case StoreOperationKind.Insert:
                Insert(operation.Key, Copy(operation.Content!), operation.InitialVersion);
                break;
            case StoreOperationKind.Replace:
                Replace(operation.Key, Copy(operation.Content!));
                break;
            case StoreOperationKind.Redact when operation.Key.Kind == RecordKind.Message:
                _outbox.Redact(operation.Key, Copy(operation.Content!));
                break;
            case StoreOperationKind.Redact:
                _records[operation.Key] = Redacted(_records[operation.Key], Copy(operation.Content!));
                break;
            case StoreOperationKind.Add:
                _counters[operation.Key.Id] = _counters.GetValueOrDefault(operation.Key.Id) + operation.Delta;
                break;
        }
    }

    private void Insert(RecordKey key, RecordContent content, long version)
    {
        if (key.Kind == RecordKind.Message)
        {
            _outbox.Insert(key, content);
            return;
        }

        if (!_indexes.TryGetValue(key.Kind, out var index))
        {
            _indexes[key.Kind] = index = new InMemoryIndex();
        }

        var record = new StoredRecord { Key = key, Version = version, Position = index.Append(key), Content = content };
        _records[key] = record;
        index.Schedule(record);
    }

    private void Replace(RecordKey key, RecordContent content)
    {
        var old = _records[key];
        var index = _indexes[key.Kind];
        index.Unschedule(old);
        var record = old with { Version = old.Version + 1, Content = content };
        _records[key] = record;
        index.Schedule(record);
    }

    /// <summary>The value and of a fact the segment; all else stays.</summary>
    internal static StoredRecord Redacted(StoredRecord old, RecordContent content) => old with
    {
        Content = old.Content with
        {
            Value = content.Value,
            Columns = old.Content.Columns is null ? null : old.Content.Columns with { Segment = content.Columns!.Segment },
        },
    };

    private List<StoredRecord> CountersAfter(string? id, int size) =>
    [
        .. _counters
            .SkipWhile(counter => id is not null && Utf8Order.Instance.Compare(counter.Key, id) <= 0)
            .Take(size)
            .Select(static counter => Counter(RecordKey.Of(RecordKind.Counter, counter.Key), counter.Value)),
    ];

    private static StoredRecord Counter(RecordKey key, long number) =>
        new() { Key = key, Version = 1, Position = 0, Content = RecordContent.Of(default), Number = number };

    /// <summary>The caller may use its buffer again; what is stored must not change with it.</summary>
    private static RecordContent Copy(RecordContent content) => content with { Value = content.Value.ToArray() };
}
