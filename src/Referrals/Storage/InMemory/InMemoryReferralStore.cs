using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NodaTime;

namespace Referrals.Storage;

/// <summary>
/// Keeps everything in memory: for tests, simulations and first steps. It keeps each promise of <see cref="IReferralStore"/>
/// but the one that no memory can keep: what it holds ends with the process.
/// </summary>
/// <remarks>Thread-safe. It is also the contract as code: read it when you write an adapter of your own.</remarks>
public sealed class InMemoryReferralStore : IReferralStore, IBulkStore, IOutboxStore, ILabelSource
{
    private const int PageSize = 512;

    private readonly ConcurrentDictionary<Partition, InMemoryPartition> _partitions = new();

    /// <inheritdoc/>
    public ValueTask<Snapshot> LoadAsync(
        Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Of(partition).Load(keys));
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Of(batch.Partition).Commit(batch));
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAllAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        cancellationToken.ThrowIfCancellationRequested();
        if (batches.Any(batch => batch.Partition != batches[0].Partition))
        {
            throw new ArgumentException("Batches that are committed together are of one partition; these are of several.", nameof(batches));
        }

        return ValueTask.FromResult(batches.Count == 0 ? CommitOutcome.Committed : Of(batches[0].Partition).CommitAll(batches));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        return Pages(Of(partition), kind, range, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(
        Partition partition, OutboxLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Of(partition).Lease(lease));
    }

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(settlement);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Of(partition).Settle(message, settlement));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredRecord> FindAsync(
        Partition partition, LabelQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (from, left) = (query, query.Limit);
        while (left > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = Of(partition).Find(from, Math.Min(left, PageSize));
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < Math.Min(left, PageSize))
            {
                yield break;
            }

            left -= page.Count;
            from = from.After(page[^1].Position);
            await Task.CompletedTask.ConfigureAwait(false);
        }
    }

    private InMemoryPartition Of(Partition partition) => partition == default
        ? throw new ArgumentException("A store requires a partition that is not default.", nameof(partition))
        : _partitions.GetOrAdd(partition, static _ => new InMemoryPartition());

    private static async IAsyncEnumerable<StoredRecord> Pages(
        InMemoryPartition partition, RecordKind kind, ScanRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = range.Limit;
        StoredRecord? last = null;
        while (left > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = partition.Page(kind, range, last, Math.Min(left, PageSize));
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count == 0)
            {
                yield break;
            }

            left -= page.Count;
            last = page[^1];
            await Task.CompletedTask.ConfigureAwait(false);
        }
    }
}

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

            var conflicts = batch.Operations.Where(operation => !Holds(operation, Find(operation.Key))).Select(static operation => operation.Key).ToList();
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

    /// <summary>All conditions are looked at before anything is changed: each on what the batches before it will have left.</summary>
    internal CommitOutcome CommitAll(IReadOnlyList<CommitBatch> batches)
    {
        lock (_gate)
        {
            var foreseen = new Dictionary<RecordKey, StoredRecord?>();
            foreach (var batch in batches)
            {
                if (batch.EventKey is { } key && Foreseen(key) is { } stored)
                {
                    return CommitOutcome.AlreadyProcessed(stored);
                }

                var conflicts = batch.Operations.Where(operation => !Holds(operation, Foreseen(operation.Key)))
                    .Select(static operation => operation.Key).ToList();
                if (conflicts.Count > 0)
                {
                    return CommitOutcome.Conflict(conflicts);
                }

                foreach (var operation in batch.Operations)
                {
                    foreseen[operation.Key] = After(operation, Foreseen(operation.Key));
                }
            }

            foreach (var operation in batches.SelectMany(static batch => batch.Operations))
            {
                Apply(operation);
            }

            return CommitOutcome.Committed;

            StoredRecord? Foreseen(RecordKey key) => foreseen.TryGetValue(key, out var record) ? record : Find(key);
        }
    }

    /// <summary>What an operation will have left of a record; its position is not known before it is there.</summary>
    private static StoredRecord? After(StoreOperation operation, StoredRecord? known) => operation.Kind switch
    {
        StoreOperationKind.Insert => new StoredRecord { Key = operation.Key, Version = operation.InitialVersion, Position = 0, Content = operation.Content! },
        StoreOperationKind.Replace => known! with { Version = known.Version + 1, Content = operation.Content! },
        StoreOperationKind.Add => Counter(operation.Key, (known?.Number ?? 0) + operation.Delta),
        _ => known,
    };

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

    /// <summary>The next records that have a label.</summary>
    internal IReadOnlyList<StoredRecord> Find(LabelQuery query, int size)
    {
        lock (_gate)
        {
            return _indexes.TryGetValue(query.Kind, out var index) ? [.. index.Find(query, size).Select(key => _records[key])] : [];
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

    private static bool Holds(StoreOperation operation, StoredRecord? known) => operation.Kind switch
    {
        StoreOperationKind.Insert => known is null,
        StoreOperationKind.Redact => known is not null,
        StoreOperationKind.Add => StaysWithin(operation, known?.Number ?? 0),
        _ => (known?.Version ?? 0) == operation.ExpectedVersion,
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

/// <summary>The order of the records of one kind: by position, by due time where there is one, and by label.</summary>
internal sealed class InMemoryIndex
{
    private readonly List<RecordKey> _byPosition = [];
    private readonly SortedSet<(Instant DueAt, long Position)> _byDueTime = [];
    private readonly Dictionary<(RecordLabel Label, string Text), SortedSet<long>> _byLabel = [];

    /// <summary>Puts a new key last and gives its position, which is its place in the list, from 1.</summary>
    internal long Append(RecordKey key)
    {
        _byPosition.Add(key);
        return _byPosition.Count;
    }

    internal void Schedule(StoredRecord record)
    {
        if (record.Content.DueAt is { } dueAt)
        {
            _byDueTime.Add((dueAt, record.Position));
        }

        foreach (var label in LabelsOf(record))
        {
            if (!_byLabel.TryGetValue(label, out var positions))
            {
                _byLabel[label] = positions = [];
            }

            positions.Add(record.Position);
        }
    }

    internal void Unschedule(StoredRecord record)
    {
        if (record.Content.DueAt is { } dueAt)
        {
            _byDueTime.Remove((dueAt, record.Position));
        }

        foreach (var label in LabelsOf(record))
        {
            if (_byLabel.TryGetValue(label, out var positions) && positions.Remove(record.Position) && positions.Count == 0)
            {
                _byLabel.Remove(label);
            }
        }
    }

    internal IEnumerable<RecordKey> Find(LabelQuery query, int size)
    {
        var (from, until) = query.IsAscending ? (query.Beyond, long.MaxValue - 1) : (0, query.Beyond);
        if (from >= until || !_byLabel.TryGetValue((query.Label, query.Text), out var positions))
        {
            return [];
        }

        var view = positions.GetViewBetween(query.IsAscending ? from + 1 : from, query.IsAscending ? until : until - 1);
        return (query.IsAscending ? view : view.Reverse()).Take(size).Select(position => _byPosition[(int)position - 1]);
    }

    internal IEnumerable<RecordKey> After(long position, int size)
    {
        var first = (int)Math.Min(position, _byPosition.Count);
        return _byPosition.GetRange(first, Math.Min(size, _byPosition.Count - first));
    }

    internal IEnumerable<RecordKey> DueUntil(Instant instant, StoredRecord? last, int size)
    {
        (Instant, long) from = last is null ? (Instant.MinValue, 0) : (last.Content.DueAt!.Value, last.Position + 1);
        (Instant, long) until = (instant, long.MaxValue);
        return from.CompareTo(until) > 0
            ? []
            : _byDueTime.GetViewBetween(from, until).Take(size).Select(entry => _byPosition[(int)entry.Position - 1]);
    }

    private static IEnumerable<(RecordLabel Label, string Text)> LabelsOf(StoredRecord record) => record.Content.Labels is not { } labels
        ? []
        : Enum.GetValues<RecordLabel>().Where(label => labels.Get(label) is not null).Select(label => (label, labels.Get(label)!));
}

/// <summary>The messages of one partition, by position.</summary>
internal sealed class InMemoryOutbox
{
    private readonly Dictionary<RecordKey, long> _positions = [];
    private readonly SortedList<long, StoredRecord> _messages = [];

    internal void Insert(RecordKey key, RecordContent content)
    {
        var position = _messages.Count == 0 ? 1 : _messages.GetKeyAtIndex(_messages.Count - 1) + 1;
        _positions.Add(key, position);
        _messages.Add(position, new StoredRecord { Key = key, Version = 1, Position = position, Content = content });
    }

    internal void Redact(RecordKey key, RecordContent content) =>
        _messages[_positions[key]] = InMemoryPartition.Redacted(_messages[_positions[key]], content);

    internal StoredRecord? Find(RecordKey key) => _positions.TryGetValue(key, out var position) ? _messages[position] : null;

    internal IReadOnlyList<StoredRecord> Lease(OutboxLease lease)
    {
        var due = Heads()
            .Where(message => message.Content.DueAt <= lease.Now)
            .OrderBy(static message => (message.Content.DueAt, message.Position))
            .Take(lease.Limit)
            .ToArray();
        for (var i = 0; i < due.Length; i++)
        {
            due[i] = due[i] with { Version = due[i].Version + 1, Content = due[i].Content with { DueAt = lease.Until } };
            _messages[due[i].Position] = due[i];
        }

        return due;
    }

    internal bool Settle(StoredRecord message, OutboxSettlement settlement)
    {
        if (Find(message.Key) is not { } found || found.Version != message.Version)
        {
            return false;
        }

        if (settlement.IsDelivered)
        {
            _positions.Remove(found.Key);
            _messages.Remove(found.Position);
        }
        else
        {
            _messages[found.Position] = found with { Content = found.Content with { DueAt = settlement.RetryAt } };
        }

        return true;
    }

    internal IReadOnlyList<StoredRecord> Page(ScanRange range, StoredRecord? last, int size) =>
    [
        .. range.DueAtOrBefore is { } instant
            ? _messages.Values
                .Where(message => message.Content.DueAt <= instant)
                .OrderBy(static message => (message.Content.DueAt, message.Position))
                .Where(message => last is null
                    || (message.Content.DueAt, message.Position).CompareTo((last.Content.DueAt, last.Position)) > 0)
                .Take(size)
            : _messages.Values.Where(message => message.Position > (last?.Position ?? range.AfterPosition)).Take(size),
    ];

    /// <summary>The first message of each stream.</summary>
    private IEnumerable<StoredRecord> Heads() => _messages.Values
        .Where(static message => message.Content.DueAt is not null)
        .DistinctBy(static message => message.Content.Stream, StringComparer.Ordinal);
}

/// <summary>
/// Orders texts as their UTF-8 bytes are ordered, which is by code point. UTF-16 differs: it puts surrogates before U+E000.
/// </summary>
internal sealed class Utf8Order : IComparer<string>
{
    private Utf8Order()
    {
    }

    internal static Utf8Order Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        var same = left.CommonPrefixLength(right);
        return same < left.Length && same < right.Length
            ? Rank(left[same]) - Rank(right[same])
            : left.Length - right.Length;
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
