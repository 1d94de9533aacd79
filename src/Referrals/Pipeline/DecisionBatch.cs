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
    /// <summary>The batch of a new decision, sealed: <paramref name="known"/> gives what was loaded of the records that it replaces.</summary>
    internal static CommitBatch Of(
        Partition partition, StoredEvent stored, Func<RecordKey, RecordContent?> known, OutboxOptions? outbox = null)
    {
        var operations = Operations(stored.Decision);
        var message = outbox is null ? null : OutboxMessages.Of(outbox, partition, stored.Decision);
        if (message is not null)
        {
            operations.Add(message);
        }

        var content = EventSeal.Put(
            RecordJson.Write(stored).Span, Weight(operations, known), message is null ? 0 : EventSeal.HashOf(message.Content!));
        operations.Add(StoreOperation.Insert(StateKeys.Event(stored.Decision.Key), RecordContent.Of(content)));
        return CommitBatch.Of(partition, operations);
    }

    /// <summary>The batch of a decision whose event was stored before and is taken over byte for byte.</summary>
    internal static CommitBatch Of(Partition partition, RecordContent stored, Decision decision)
    {
        var operations = Operations(decision);
        operations.Add(StoreOperation.Insert(StateKeys.Event(decision.Key), stored));
        return CommitBatch.Of(partition, operations);
    }

    internal static RecordKey LineKey(Ledger.LedgerLine line) => RecordKey.Of(RecordKind.Ledger, $"{line.Posting}#{line.Account}");

    private static List<StoreOperation> Operations(Decision decision)
    {
        var operations = new List<StoreOperation>(decision.Changes.Count + decision.LedgerLines.Count + decision.Facts.Count + 3);
        operations.AddRange(decision.Changes.Select(Operation));
        if (decision.Facts.Count == 0 && operations.TrueForAll(ChangesNothing))
        {
            // What leaves no other trace, such as a refusal, is counted: else its event could vanish unseen.
            operations.Add(StateKeys.Traceless(decision.Key));
        }

        foreach (var line in decision.LedgerLines)
        {
            operations.Add(StoreOperation.Insert(
                LineKey(line),
                new RecordContent { Value = RecordJson.Write(line), Columns = line.Columns() }));
        }

        for (var i = 0; i < decision.Facts.Count; i++)
        {
            operations.Add(StoreOperation.Insert(
                FactKey(decision, i),
                new RecordContent { Value = RecordJson.Write(decision.Facts[i]), Columns = decision.Facts[i].Columns() }));
        }

        return operations;
    }

    private static bool ChangesNothing(StoreOperation operation) =>
        operation.Kind == StoreOperationKind.Require || operation is { Kind: StoreOperationKind.Add, Delta: 0 };

    /// <summary>By how much a batch changes the weight of all records together. Facts and ledger lines are told by decisions and chains.</summary>
    private static ulong Weight(List<StoreOperation> operations, Func<RecordKey, RecordContent?> known)
    {
        ulong weight = 0;
        foreach (var operation in operations)
        {
            switch (operation.Kind)
            {
                case StoreOperationKind.Insert when operation.Key.Kind is not (RecordKind.Fact or RecordKind.Ledger or RecordKind.Message):
                    weight = unchecked(weight + EventSeal.WeightOf(operation.Key, 1, operation.Content!));
                    break;
                case StoreOperationKind.Replace:
                    var version = operation.ExpectedVersion;
                    weight = unchecked(weight + EventSeal.WeightOf(operation.Key, version + 1, operation.Content!)
                        - EventSeal.WeightOf(operation.Key, version, known(operation.Key)!));
                    break;
                case StoreOperationKind.Add:
                    weight = unchecked(weight + EventSeal.WeightOf(operation.Key, operation.Delta));
                    break;
                default:
                    break;
            }
        }

        return weight;
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
