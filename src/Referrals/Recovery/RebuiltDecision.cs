using System.Collections.Immutable;
using Referrals.Deciding;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Recovery;

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
