namespace Referrals.Storage.InMemory;

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
