using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Operations;

/// <summary>Whether both halves of what joins persons to their surrogates are there, lead to each other, and are as they were written.</summary>
internal sealed class PersonAudit
{
    private readonly Partition _partition;
    private readonly PersonSeal _seal;
    private readonly Dictionary<string, string?> _others = new(StringComparer.Ordinal);
    private readonly HashSet<string> _customers = new(StringComparer.Ordinal);
    private readonly List<AuditFinding> _findings = [];

    internal PersonAudit(Partition partition, PersonSeal seal)
    {
        _partition = partition;
        _seal = seal;
    }

    internal void Add(CustomerState customer) => _customers.Add(customer.Customer.Value);

    internal void Add(StoredRecord record)
    {
        var person = (PersonRecord)RecordJson.Read(RecordKind.Person, record.Content.Value);
        _others[record.Key.Id] = person.Other;
        if (!record.Content.Value.Span.SequenceEqual(PersonDirectory.Content(_seal, _partition, record.Key, record.Version, person.Other).Value.Span)
            || record.Content.DueAt is not null)
        {
            Find(record.Key.Id, "The record that joins a person to a surrogate was changed.");
        }
    }

    internal IEnumerable<AuditFinding> Finish()
    {
        foreach (var (id, other) in _others)
        {
            if (PersonDirectory.IsSurrogate(id))
            {
                if (other is not null && _others.GetValueOrDefault(PersonDirectory.KeyOf(_seal, _partition, other).Id) != id)
                {
                    Find(id, "The surrogate leads to a person who does not lead back. If the person was to be erased, call EraseAsync again.");
                }
            }
            else if (other is not null && _others.GetValueOrDefault(other) is null)
            {
                Find(id, "The person leads to a surrogate that does not lead back. If the person was to be erased, call EraseAsync again.");
            }
        }

        foreach (var customer in _customers.Where(customer => PersonDirectory.IsSurrogate(customer) && !_others.ContainsKey(customer)))
        {
            Find(customer, "The surrogate of this customer has no record.");
        }

        return _findings;
    }

    private void Find(string subject, string message) => _findings.Add(new AuditFinding(AuditCodes.PersonChanged, subject, message));
}
