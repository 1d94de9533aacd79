using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Auditing;

/// <summary>Whether the events are as they were stored, and the journal holds exactly the facts that they decided, in their order.</summary>
internal sealed class JournalAudit
{
    private const int Page = 500;

    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly List<(RecordKey Key, Fact Fact)> _waiting = [];
    private readonly Dictionary<CustomerId, long> _places = [];
    private readonly List<AuditFinding> _findings = [];
    private long _decided;

    internal JournalAudit(IReferralStore store, Partition partition)
    {
        _store = store;
        _partition = partition;
    }

    /// <summary>How many events there are.</summary>
    internal long Count { get; private set; }

    /// <summary>What all records and counters together weigh, as the events say.</summary>
    internal ulong Weight { get; private set; }

    internal void Add(StoredRecord record)
    {
        Count++;
        var seal = EventSeal.Of(record.Content.Value.Span);
        Weight = unchecked(Weight + (seal?.Weight ?? 0));
        var stored = RecordJson.ReadEvent(record.Content.Value);
        if (seal is null || record.Key != StateKeys.Event(stored.Decision.Key) || record.Version != 1 || record.Content.DueAt is not null)
        {
            _findings.Add(new AuditFinding(AuditCodes.EventChanged, record.Key.Id, "The event is not as it was stored: its content, key, version or due time was changed."));
        }

        for (var i = 0; i < stored.Decision.Facts.Count; i++)
        {
            _waiting.Add((DecisionBatch.FactKey(stored.Decision, i), stored.Decision.Facts[i]));
        }
    }

    /// <summary>Looks for the facts of the events so far.</summary>
    internal async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        foreach (var some in _waiting.Chunk(Page))
        {
            var snapshot = await _store.LoadAsync(_partition, [.. some.Select(static one => one.Key)], cancellationToken).ConfigureAwait(false);
            foreach (var (key, fact) in some)
            {
                if (snapshot.Find(key) is not { } record || !IsAsDecided(record, fact))
                {
                    _findings.Add(new AuditFinding(AuditCodes.FactMissing, key.Id, "The journal does not hold this fact as it was decided."));
                }
                else if (!StandsInOrder(record, fact))
                {
                    _findings.Add(new AuditFinding(AuditCodes.FactMoved, key.Id, "The fact stands before one of the same customer that was decided earlier: a position was changed."));
                }
            }
        }

        _decided += _waiting.Count;
        _waiting.Clear();
    }

    internal async ValueTask<IEnumerable<AuditFinding>> FinishAsync(long factsInJournal, CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken).ConfigureAwait(false);
        if (factsInJournal > _decided)
        {
            _findings.Add(new AuditFinding(
                AuditCodes.FactUnknown, _partition.ToString(), $"The journal holds {factsInJournal} facts; {_decided} were decided."));
        }

        return _findings;
    }

    private static bool IsAsDecided(StoredRecord record, Fact fact)
    {
        try
        {
            return record.Content.Value.Span.SequenceEqual(RecordJson.Write(fact).Span)
                && record.Content.Columns == fact.Columns() && record.Content.DueAt is null && record.Version == 1;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>
    /// Decisions that write the same customer come one after the other, and so do their facts. Others may overtake each other between
    /// the event and the facts, where a database has many writers.
    /// </summary>
    private bool StandsInOrder(StoredRecord record, Fact fact)
    {
        if (fact is not { Kind: FactKind.SignedUp or FactKind.ReferralCreated or FactKind.ConversionRecorded, Customer: { } customer })
        {
            return true;
        }

        var inOrder = record.Position > _places.GetValueOrDefault(customer);
        _places[customer] = Math.Max(record.Position, _places.GetValueOrDefault(customer));
        return inOrder;
    }
}
