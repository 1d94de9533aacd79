using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Auditing;

/// <summary>Whether the journal holds exactly the facts that were decided.</summary>
internal sealed class JournalAudit
{
    private const int Page = 500;

    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly List<(RecordKey Key, Fact Fact)> _waiting = [];
    private readonly List<AuditFinding> _findings = [];
    private long _decided;

    internal JournalAudit(IReferralStore store, Partition partition)
    {
        _store = store;
        _partition = partition;
    }

    internal async ValueTask AddAsync(StoredEvent stored, CancellationToken cancellationToken)
    {
        for (var i = 0; i < stored.Decision.Facts.Count; i++)
        {
            _waiting.Add((DecisionBatch.FactKey(stored.Decision, i), stored.Decision.Facts[i]));
        }

        if (_waiting.Count >= Page)
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
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

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        foreach (var some in _waiting.Chunk(Page))
        {
            var snapshot = await _store.LoadAsync(_partition, [.. some.Select(static one => one.Key)], cancellationToken).ConfigureAwait(false);
            foreach (var (key, fact) in some)
            {
                if (snapshot.Find(key) is not { } record || RecordJson.ReadFact(record.Content.Value) != fact || record.Content.Columns != fact.Columns())
                {
                    _findings.Add(new AuditFinding(AuditCodes.FactMissing, key.Id, "The journal does not hold this fact as it was decided."));
                }
            }
        }

        _decided += _waiting.Count;
        _waiting.Clear();
    }
}
