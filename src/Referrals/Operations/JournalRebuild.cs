using System.Collections.Immutable;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Operations;

/// <summary>
/// Makes the whole state of a program anew, out of its journal alone: every input is decided again, under the version that decided it,
/// and must lead to the same effects. The stored events themselves are taken over byte for byte.
/// </summary>
/// <remarks>
/// An event gets its position when it is inserted, and others may commit in between: an input whose decision rests on something
/// can stand a few places behind the one that then changed it. So the last decisions are held back for a while, and an input
/// that does not come out as it did is tried before them. The other way round cannot be: what a decision rests on was committed, and so had its
/// position, before.
/// </remarks>
internal sealed class JournalRebuild
{
    /// <summary>How many decisions are held back, and so how many places an event can have slipped.</summary>
    private const int Window = 64;

    private readonly IReferralStore _target;
    private readonly Partition _partition;
    private readonly ReferralDecider _decider;
    private readonly List<RebuiltDecision> _pending = [];

    internal JournalRebuild(IReferralStore target, Partition partition, ReferralDecider decider)
    {
        _target = target;
        _partition = partition;
        _decider = decider;
    }

    /// <summary>Rebuilds from a scan of events and gives how many there were.</summary>
    internal async ValueTask<long> RunAsync(
        IAsyncEnumerable<StoredRecord> events, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long count = 0;
        var goesOn = !await PartitionRecords.IsEmptyAsync(_target, _partition, cancellationToken).ConfigureAwait(false);
        await foreach (var record in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!goesOn || !await IsRebuiltAsync(record, cancellationToken).ConfigureAwait(false))
            {
                await AddAsync(record, cancellationToken).ConfigureAwait(false);
            }

            if (_pending.Count >= 2 * Window)
            {
                await FlushAsync(Window, cancellationToken).ConfigureAwait(false);
            }

            if (++count % 1_000 == 0)
            {
                progress?.Report(count);
            }
        }

        await FlushAsync(_pending.Count, cancellationToken).ConfigureAwait(false);
        progress?.Report(count);
        return count;
    }

    /// <summary>Copies records that no journal can give.</summary>
    internal async ValueTask TakeOverAsync(IAsyncEnumerable<StoredRecord> records, CancellationToken cancellationToken)
    {
        await foreach (var some in records.Chunk(Window).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var known = await _target.LoadAsync(_partition, [.. some.Select(static one => one.Key)], cancellationToken).ConfigureAwait(false);
            var inserts = some.Where(one => known.Find(one.Key) is null)
                .Select(static one => StoreOperation.Insert(one.Key, one.Content, one.Version)).ToArray();
            if (inserts.Length > 0)
            {
                await _target.CommitAsync(CommitBatch.Of(_partition, inserts), cancellationToken).ConfigureAwait(false);
            }

            // What an earlier call has taken over may have changed since, such as a person who was erased.
            foreach (var one in some)
            {
                for (var version = known.Find(one.Key)?.Version ?? one.Version; version < one.Version; version++)
                {
                    var replace = StoreOperation.Replace(one.Key, version, one.Content);
                    await _target.CommitAsync(CommitBatch.Of(_partition, [replace]), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async ValueTask<bool> IsRebuiltAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        var snapshot = await _target.LoadAsync(_partition, [record.Key], cancellationToken).ConfigureAwait(false);
        return snapshot.Find(record.Key) is not null;
    }

    private async ValueTask AddAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        var stored = RecordJson.ReadEvent(record.Content.Value);
        for (var place = _pending.Count; place >= 0; place--)
        {
            if (await TryPlaceAsync(record, stored, place, cancellationToken).ConfigureAwait(false) is { } decided)
            {
                _pending.RemoveRange(place, _pending.Count - place);
                _pending.AddRange(decided);
                return;
            }
        }

        throw new ReferralsException(
            $"The input '{stored.Decision.Key}' at position {record.Position} of the journal does not lead to '{stored.Decision.Code}' "
            + "and the same facts again. Either its record or the journal before it was changed, or a rule of the program was. "
            + "Register every version of the program, and the host's own rules, as they were.");
    }

    /// <summary>The event at this place, and all that were behind it decided again; <c>null</c> if one of them comes out differently.</summary>
    private async ValueTask<List<RebuiltDecision>?> TryPlaceAsync(
        StoredRecord record, StoredEvent stored, int place, CancellationToken cancellationToken)
    {
        var entries = place == 0 ? [] : _pending[place - 1].Entries;
        var decided = new List<RebuiltDecision>();
        var rest = _pending.Skip(place).Select(static one => (one.Record, one.Stored)).Prepend((record, stored));
        foreach (var (nextRecord, next) in rest)
        {
            if (await TryDecideAsync(nextRecord, next, entries, cancellationToken).ConfigureAwait(false) is not { } one)
            {
                return null;
            }

            decided.Add(one);
            entries = one.Entries;
        }

        return decided;
    }

    private async ValueTask<RebuiltDecision?> TryDecideAsync(
        StoredRecord record,
        StoredEvent stored,
        System.Collections.Immutable.ImmutableDictionary<RecordKey, StateEntry> entries,
        CancellationToken cancellationToken)
    {
        var decider = stored.Input is ProgramChange ? _decider : _decider.AsOf(stored.Decision);
        var codes = stored.Decision.CodesDrawn();
        var answers = new Dictionary<CustomCall, object?>();
        while (true)
        {
            var decision = decider.TryDecide(ProgramState.Partial(entries), stored.Input, codes, answers, out var missing);
            if (decision is not null && !decision.LeadsTo(stored.Decision))
            {
                return null;
            }

            // A counter may be added to without having been read; what it is after that, a later decision may ask.
            missing = decision is null ? missing : [.. decision.Changes.Select(static change => change.Key).Where(key => !entries.ContainsKey(key))];
            if (decision is not null && missing.Count == 0)
            {
                return RebuiltDecision.Of(record, stored, decision, entries);
            }

            // What is not among the entries was changed by none of the decisions that are held back.
            var loaded = await StateLoad.StartAsync(_target, _partition, missing, cancellationToken).ConfigureAwait(false);
            entries = entries.AddRange(loaded.Entries);
        }
    }

    /// <summary>Stores the oldest decisions; what is held back behind them is decided again on what is stored then.</summary>
    private async ValueTask FlushAsync(int count, CancellationToken cancellationToken)
    {
        foreach (var decided in _pending.Take(count))
        {
            var outcome = await _target.CommitAsync(decided.Batch(_partition), cancellationToken).ConfigureAwait(false);
            if (outcome.Status == CommitStatus.Conflict)
            {
                throw new ReferralsException(
                    $"{outcome.Conflicts[0]} was changed while the program was rebuilt. Rebuild into a store that nobody else writes to.");
            }
        }

        var rest = _pending.Skip(count).ToArray();
        _pending.Clear();
        foreach (var decided in rest)
        {
            await AddAsync(decided.Record, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>An event of the journal, decided again, and the state that is known after it.</summary>
internal sealed class RebuiltDecision
{
    private readonly Decision _decision;

    private RebuiltDecision(
        StoredRecord record, StoredEvent stored, Decision decision, ImmutableDictionary<RecordKey, StateEntry> entries)
    {
        Record = record;
        Stored = stored;
        _decision = decision;
        Entries = entries;
    }

    internal StoredRecord Record { get; }

    internal StoredEvent Stored { get; }

    internal ImmutableDictionary<RecordKey, StateEntry> Entries { get; }

    /// <summary>The decision as it was stored, with the changes that it makes to what is known before it.</summary>
    internal static RebuiltDecision Of(
        StoredRecord record, StoredEvent stored, Decision again, ImmutableDictionary<RecordKey, StateEntry> entries)
    {
        var next = ProgramState.Partial(entries).After(again.Changes).Entries;
        return new RebuiltDecision(
            record, stored, stored.Decision with { Changes = again.Changes, LedgerLines = again.LedgerLines }, next);
    }

    internal CommitBatch Batch(Partition partition) => DecisionBatch.Of(partition, Record.Content, _decision);
}
