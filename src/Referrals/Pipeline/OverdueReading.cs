using NodaTime;
using Referrals.Hosting;
using Referrals.Ledger;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>
/// What the passing of time would do by an instant, decided by the same rules and stored nowhere. So what is read is what a call of
/// <see cref="ProgramOperations.ProcessDueAsync"/> at that instant would leave, whether or not the timer has run.
/// </summary>
internal sealed class OverdueReading
{
    private readonly StateLoad _state;
    private readonly ReferralDecider _decider;
    private readonly Func<object, bool> _concerns;
    private readonly PriorityQueue<(RecordKey Key, long Version), (Instant DueAt, RecordKey Key)> _due = new();
    private readonly List<LedgerLine> _lines = [];

    private OverdueReading(StateLoad state, ReferralDecider decider, Func<object, bool> concerns)
    {
        _state = state;
        _decider = decider;
        _concerns = concerns;
    }

    /// <summary>What would be posted, in order.</summary>
    internal IReadOnlyList<LedgerLine> Lines => _lines;

    /// <summary>The records as they would be.</summary>
    internal StateLoad State => _state;

    internal static async ValueTask<OverdueReading> RunAsync(
        IReferralStore store,
        Partition partition,
        ReferralDecider decider,
        Func<object, bool> concerns,
        Instant until,
        CancellationToken cancellationToken)
    {
        var state = await StateLoad.StartAsync(store, partition, [], cancellationToken).ConfigureAwait(false);
        var reading = new OverdueReading(state, decider, concerns);
        foreach (var kind in DueItems.Kinds)
        {
            await foreach (var record in store.ScanAsync(partition, kind, ScanRange.DueUntil(until), cancellationToken).ConfigureAwait(false))
            {
                var value = RecordJson.Read(kind, record.Content.Value);
                if (concerns(value))
                {
                    state.Add(record.Key, new StateEntry(value, record.Version));
                    reading.Enqueue(record.Key, value, record.Version);
                }
            }
        }

        await reading.PassTimeAsync(until, cancellationToken).ConfigureAwait(false);
        return reading;
    }

    private async ValueTask PassTimeAsync(Instant until, CancellationToken cancellationToken)
    {
        while (_due.TryDequeue(out var next, out var priority) && priority.DueAt <= until)
        {
            var entry = _state.Entries[next.Key];
            if (entry.Version == next.Version && DueItems.InputOf(next.Key, entry.Value, entry.Version) is { } input)
            {
                Apply(await _state.DecideAsync(_decider, input, [], cancellationToken).ConfigureAwait(false));
            }
        }
    }

    private void Apply(Decision decision)
    {
        _lines.AddRange(decision.LedgerLines);
        foreach (var change in decision.Changes.Where(static change => change.Value is not null))
        {
            var entry = change.AppliedTo(_state.Entries.GetValueOrDefault(change.Key));
            _state.Add(change.Key, entry);
            Enqueue(change.Key, change.Value!, entry.Version);
        }
    }

    private void Enqueue(RecordKey key, object record, long version)
    {
        if (DueItems.DueAt(record) is { } due && _concerns(record))
        {
            _due.Enqueue((key, version), (due, key));
        }
    }
}
