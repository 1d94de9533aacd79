using NodaTime;
using Referrals.Codes;
using Referrals.Deciding;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Simulation;

/// <summary>
/// A history that is decided again in memory: inputs in, decisions out, the state in between. It changes its entries in place, since
/// nobody looks back at an earlier state; and it knows at any time what comes due next, without looking through all there is.
/// </summary>
internal sealed class ProgramReplay
{
    private readonly Dictionary<RecordKey, StateEntry> _entries;
    private readonly PriorityQueue<(RecordKey Key, long Version), (Instant DueAt, RecordKey Key)> _due;
    private readonly ProgramState _state;

    internal ProgramReplay()
        : this([], new())
    {
    }

    private ProgramReplay(
        Dictionary<RecordKey, StateEntry> entries,
        PriorityQueue<(RecordKey Key, long Version), (Instant DueAt, RecordKey Key)> due)
    {
        _entries = entries;
        _due = due;
        _state = ProgramState.Over(entries);
    }

    /// <summary>What a counter has come to.</summary>
    internal long Number(RecordKey counter) => _entries.GetValueOrDefault(counter).Number;

    /// <summary>Another history that has been the same so far.</summary>
    internal ProgramReplay Fork() => new(
        new Dictionary<RecordKey, StateEntry>(_entries),
        new PriorityQueue<(RecordKey Key, long Version), (Instant DueAt, RecordKey Key)>(_due.UnorderedItems));

    internal Decision Decide(ReferralDecider decider, ReferralInput input, IReadOnlyList<ReferralCode> codes)
    {
        var decision = decider.Decide(_state, input, codes);
        foreach (var change in decision.Changes)
        {
            var entry = change.AppliedTo(_entries.GetValueOrDefault(change.Key));
            if (entry.Version > 0)
            {
                _entries[change.Key] = entry;
            }

            if (change.Value is not null && DueWork.DueAt(change.Value) is { } due)
            {
                _due.Enqueue((change.Key, entry.Version), (due, change.Key));
            }
        }

        return decision;
    }

    /// <summary>
    /// Carries out what comes due up to an instant, in the order of time, each at the time at which it comes due: what one decision makes due is
    /// done before what comes due later.
    /// </summary>
    internal IEnumerable<Decision> PassTime(ReferralDecider decider, Instant until)
    {
        while (_due.TryPeek(out var next, out var priority) && priority.DueAt <= until)
        {
            _ = _due.Dequeue();
            var entry = _entries[next.Key];
            if (entry.Version == next.Version && DueWork.InputOf(next.Key, entry.Value, entry.Version) is { } input)
            {
                yield return Decide(decider, input, []);
            }
        }
    }
}
