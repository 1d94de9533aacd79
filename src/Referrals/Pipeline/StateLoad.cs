using Referrals.Codes;
using Referrals.Deciding;
using Referrals.Serialization;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>The part of a program's state that one decision needs, as it is loaded step by step.</summary>
internal sealed class StateLoad
{
    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly Dictionary<RecordKey, StateEntry> _entries = [];
    private readonly Dictionary<RecordKey, StoredRecord> _records = [];

    private StateLoad(IReferralStore store, Partition partition)
    {
        _store = store;
        _partition = partition;
        Known = ProgramState.Partial(_entries);
    }

    internal ProgramState Known { get; }

    /// <summary>What was loaded, apart from events.</summary>
    internal IReadOnlyDictionary<RecordKey, StateEntry> Entries => _entries;

    internal static async ValueTask<StateLoad> StartAsync(
        IReferralStore store, Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        var load = new StateLoad(store, partition);
        await load.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        return load;
    }

    internal async ValueTask LoadAsync(IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        var snapshot = await _store.LoadAsync(_partition, keys, cancellationToken).ConfigureAwait(false);
        foreach (var key in keys)
        {
            var record = snapshot.Find(key);
            if (record is not null)
            {
                _records[key] = record;
            }

            if (key.Kind != RecordKind.Event || record is null)
            {
                _entries[key] = Entry(record);
            }
        }
    }

    /// <summary>Decides an input on what is loaded, loading what it misses.</summary>
    internal async ValueTask<Decision> DecideAsync(
        ReferralDecider decider, ReferralInput input, IReadOnlyList<ReferralCode> codes, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (decider.TryDecide(Known, input, codes, out var missing) is { } decision)
            {
                return decision;
            }

            await LoadAsync(missing, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets a record be known as it is not stored, or not yet.</summary>
    internal void Add(RecordKey key, StateEntry entry) => _entries[key] = entry;

    internal StoredEvent? Event(string key) =>
        _records.TryGetValue(StateKeys.Event(key), out var record) ? RecordJson.ReadEvent(record.Content.Value) : null;

    /// <summary>What was loaded under a key, as it is stored; <c>null</c> if there is nothing.</summary>
    internal RecordContent? Content(RecordKey key) => _records.GetValueOrDefault(key)?.Content;

    private static StateEntry Entry(StoredRecord? record) => record is null ? default
        : record.Key.Kind == RecordKind.Counter ? new StateEntry(null, record.Version, record.Number)
        : new StateEntry(RecordJson.Read(record.Key.Kind, record.Content.Value), record.Version);
}
