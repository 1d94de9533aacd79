using NodaTime;

namespace Referrals.Storage.InMemory;

/// <summary>The order of the records of one kind: by position, and by due time where there is one.</summary>
internal sealed class InMemoryIndex
{
    private readonly List<RecordKey> _byPosition = [];
    private readonly SortedSet<(Instant DueAt, long Position)> _byDueTime = [];

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
    }

    internal void Unschedule(StoredRecord record)
    {
        if (record.Content.DueAt is { } dueAt)
        {
            _byDueTime.Remove((dueAt, record.Position));
        }
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
}
