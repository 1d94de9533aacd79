using Referrals.Storage;

namespace Referrals;

/// <summary>
/// The changes of a decision in the making, one for each key, in the order in which the keys came. There are few of them, so a key is looked for
/// one by one, which takes less time and memory than a table of hashes.
/// </summary>
internal sealed class StateChanges
{
    private StateChange[] _changes = new StateChange[12];

    internal int Count { get; private set; }

    internal ReadOnlySpan<StateChange> All => _changes.AsSpan(0, Count);

    internal StateChange? Find(in RecordKey key)
    {
        foreach (var change in All)
        {
            if (change.Key.Kind == key.Kind && string.Equals(change.Key.Id, key.Id, StringComparison.Ordinal))
            {
                return change;
            }
        }

        return null;
    }

    internal void Add(StateChange change)
    {
        if (Count == _changes.Length)
        {
            Array.Resize(ref _changes, 2 * Count);
        }

        _changes[Count++] = change;
    }

    internal void Clear() => Count = 0;

    /// <summary>Copies, which stay as they are.</summary>
    internal StateChange[] ToArray()
    {
        var copies = new StateChange[Count];
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i] = _changes[i] with { };
        }

        return copies;
    }

    /// <summary>The changes for the decision that is made of them; nothing is changed any more after that.</summary>
    internal IReadOnlyList<StateChange> Done() => new ArraySegment<StateChange>(_changes, 0, Count);
}
