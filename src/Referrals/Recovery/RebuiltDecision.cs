using System.Collections.Immutable;
using Referrals.Codes;
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

    /// <summary>The decision with the changes it makes; <c>null</c> if it is not the one that was stored.</summary>
    internal static RebuiltDecision? Of(
        StoredRecord record, StoredEvent stored, Decision again, ImmutableDictionary<RecordKey, StateEntry> entries)
    {
        var before = stored.Decision;
        if (again.Code != before.Code || again.IsAccepted != before.IsAccepted || !Effects(again).SequenceEqual(Effects(before)))
        {
            return null;
        }

        var next = ProgramState.Partial(entries).After(again.Changes).Entries;
        return new RebuiltDecision(
            record, stored, before with { Changes = again.Changes, LedgerLines = again.LedgerLines }, next);
    }

    /// <summary>The code that was drawn at random then; there is nothing to draw now.</summary>
    internal static IReadOnlyList<ReferralCode> CodesOf(StoredEvent stored)
    {
        var issued = stored.Decision.Facts.FirstOrDefault(static fact => fact.Kind == FactKind.CodeIssued);
        return issued?.Subject is { } code ? [ReferralCode.From(code)] : [];
    }

    /// <summary>
    /// The version that was in force: a referral's own version, under which its conversions are judged, can only be an older one.
    /// </summary>
    internal static int VersionOf(StoredEvent stored) => stored.Decision.Facts
        .Select(static fact => fact.ProgramVersion)
        .Append(stored.Decision.Explanation.ProgramVersion)
        .Max();

    internal CommitBatch Batch(Partition partition) => DecisionBatch.Of(partition, Record.Content, _decision);

    /// <summary>
    /// All facts but those that only give a reason for nothing: which of several reasons it was may depend on limits that others used up
    /// at the same moment.
    /// </summary>
    private static IEnumerable<Fact> Effects(Decision decision) =>
        decision.Facts.Where(static fact => fact.Kind != FactKind.ConversionNotRewarded);
}
