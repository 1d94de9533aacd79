using System.Globalization;
using Referrals.Deciding;
using Referrals.Outbox;
using Referrals.Serialization;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>Everything that a decision stores, as one batch: the event, the state, the ledger lines, the facts, and the message about them.</summary>
internal static class DecisionBatch
{
    internal static CommitBatch Of(Partition partition, StoredEvent stored, OutboxOptions? outbox = null) =>
        Of(partition, RecordContent.Of(RecordJson.Write(stored)), stored.Decision, outbox);

    /// <summary>As above, with the event as it was stored before.</summary>
    internal static CommitBatch Of(Partition partition, RecordContent stored, Decision decision, OutboxOptions? outbox = null)
    {
        var operations = new List<StoreOperation>(decision.Changes.Count + decision.LedgerLines.Count + decision.Facts.Count + 2)
        {
            StoreOperation.Insert(StateKeys.Event(decision.Key), stored),
        };
        operations.AddRange(decision.Changes.Select(Operation));
        foreach (var line in decision.LedgerLines)
        {
            operations.Add(StoreOperation.Insert(
                RecordKey.Of(RecordKind.Ledger, $"{line.Posting}#{line.Account}"),
                new RecordContent { Value = RecordJson.Write(line), Columns = line.Columns() }));
        }

        for (var i = 0; i < decision.Facts.Count; i++)
        {
            operations.Add(StoreOperation.Insert(
                FactKey(decision, i),
                new RecordContent { Value = RecordJson.Write(decision.Facts[i]), Columns = decision.Facts[i].Columns() }));
        }

        if (outbox is not null && OutboxMessages.Of(outbox, partition, decision) is { } message)
        {
            operations.Add(message);
        }

        return CommitBatch.Of(partition, operations);
    }

    internal static RecordKey FactKey(Decision decision, int place) =>
        RecordKey.Of(RecordKind.Fact, string.Create(CultureInfo.InvariantCulture, $"{decision.Key}#{place:D3}"));

    private static StoreOperation Operation(StateChange change) => change.Kind switch
    {
        StoreOperationKind.Insert => StoreOperation.Insert(change.Key, Content(change)),
        StoreOperationKind.Replace => StoreOperation.Replace(change.Key, change.Version, Content(change)),
        StoreOperationKind.Require => StoreOperation.Require(change.Key, change.Version),
        _ => StoreOperation.Add(change.Key, change.Delta, change.Minimum, change.Maximum),
    };

    private static RecordContent Content(StateChange change) =>
        new() { Value = RecordJson.Write(change.Value!), DueAt = change.DueAt };
}
