using Referrals.State;

namespace Referrals.Auditing;

/// <summary>Whether everybody was referred once, by somebody else, and not around in a circle.</summary>
internal sealed class ReferralAudit
{
    private readonly Dictionary<CustomerId, (string? Referral, CustomerId? Referrer, int Count)> _created = [];
    private readonly Dictionary<CustomerId, CustomerId> _referrers = [];
    private readonly List<AuditFinding> _findings = [];

    internal void Add(Fact fact)
    {
        if (fact is { Kind: FactKind.ReferralCreated, Customer: { } referee })
        {
            _created[referee] = (fact.Subject, fact.Referrer, _created.GetValueOrDefault(referee).Count + 1);
        }
    }

    internal void Add(CustomerState customer)
    {
        _created.Remove(customer.Customer, out var created);
        if (created.Count > 1)
        {
            _findings.Add(new AuditFinding(
                AuditCodes.ReferredTwice, customer.Customer.Value, $"The journal creates {created.Count} referrals of one customer."));
        }

        if (customer.Referral is { } referral)
        {
            _referrers[customer.Customer] = referral.Referrer;
        }

        if (created.Referral != customer.Referral?.Id.Value || created.Referrer != customer.Referral?.Referrer)
        {
            _findings.Add(new AuditFinding(
                AuditCodes.ReferralNotInJournal, customer.Customer.Value, "The customer's referral is not the one that the journal has created."));
        }
    }

    internal IEnumerable<AuditFinding> Finish()
    {
        _findings.AddRange(_created.Keys.Select(static customer => new AuditFinding(
            AuditCodes.ReferralNotInJournal, customer.Value, "The journal creates a referral of a customer who does not exist.")));
        FindCycles();
        return _findings;
    }

    /// <summary>Follows everybody upwards once: whoever is met again on the same way is in a circle.</summary>
    private void FindCycles()
    {
        var done = new HashSet<CustomerId>();
        foreach (var start in _referrers.Keys)
        {
            var way = new HashSet<CustomerId>();
            CustomerId? next = start;
            while (next is { } customer && !done.Contains(customer))
            {
                if (!way.Add(customer))
                {
                    _findings.Add(new AuditFinding(AuditCodes.ReferralCycle, customer.Value, "The customer is among its own referrers."));
                    break;
                }

                next = _referrers.TryGetValue(customer, out var referrer) ? referrer : null;
            }

            done.UnionWith(way);
        }
    }
}
