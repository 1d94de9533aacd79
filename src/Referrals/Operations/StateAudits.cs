using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals.Operations;

/// <summary>
/// Whether caps and budgets were kept. Where versions of a program, or two caps of a rule, differ, the largest limit counts. What was
/// earned over a trailing time is not counted by a number and not looked at here.
/// </summary>
internal sealed class LimitAudit
{
    private readonly Dictionary<string, long> _caps = new(StringComparer.Ordinal);
    private readonly Dictionary<Unit, long> _budgets = [];
    private readonly List<AuditFinding> _findings = [];

    internal LimitAudit(ProgramVersions versions)
    {
        var all = versions.All.ToArray();
        var caps = all
            .SelectMany(static program => program.Incentives.SelectMany(static rule => rule.Caps.Select(cap => (LimitTallies.Cap(rule.Name, cap), cap))))
            .Concat(all.SelectMany(static program => program.Caps.Select(static cap => (LimitTallies.Cap(cap), cap.Cap))));
        foreach (var (tally, cap) in caps.Where(static one => !one.Item2.Per.IsTrailing))
        {
            var prefix = StateKeys.TallyPrefix(tally.Name);
            _caps[prefix] = Math.Max(cap.Limit, _caps.GetValueOrDefault(prefix));
        }

        foreach (var budgets in all.SelectMany(static program => program.BudgetList).GroupBy(static budget => budget.Amount.Unit))
        {
            if (budgets.Count() == all.Length)
            {
                _budgets[budgets.Key] = budgets.Max(static budget => budget.Amount.MinorUnits);
            }
        }
    }

    internal void AddCounter(StoredRecord counter)
    {
        var name = _caps.Keys.FirstOrDefault(prefix => counter.Key.Id.StartsWith(prefix, StringComparison.Ordinal));
        if (name is not null)
        {
            Check(AuditCodes.CapExceeded, counter.Key.Id, counter.Number, _caps[name]);
        }

        foreach (var (unit, limit) in _budgets)
        {
            if (counter.Key == StateKeys.Tally(LimitTallies.Budget(unit).Name, string.Empty, owner: null))
            {
                Check(AuditCodes.BudgetExceeded, counter.Key.Id, counter.Number, limit);
            }
        }
    }

    /// <summary>The counter is one thing; what the ledger says was given is another.</summary>
    internal IEnumerable<AuditFinding> Finish(IReadOnlyDictionary<Unit, long> granted)
    {
        foreach (var (unit, amount) in granted)
        {
            if (_budgets.TryGetValue(unit, out var limit))
            {
                Check(AuditCodes.BudgetExceeded, $"ledger:{unit}", amount, limit);
            }
        }

        return _findings;
    }

    private void Check(string code, string subject, long number, long limit)
    {
        if (number < 0 || number > limit)
        {
            _findings.Add(new AuditFinding(code, subject, $"It is {number} smallest parts or rewards; the limit is {limit}."));
        }
    }
}

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

/// <summary>Whether rewards, customers and accounts stand where the ledger says.</summary>
internal sealed class RewardAudit
{
    private readonly Dictionary<RewardId, Moved> _rewards = [];
    private readonly Dictionary<string, (int Length, string Hash)> _chains = new(StringComparer.Ordinal);
    private readonly Dictionary<Unit, long> _granted = [];
    private readonly HashSet<RewardId> _seen = [];
    private readonly List<AuditFinding> _findings = [];
    private readonly Dictionary<RewardId, (ValueList<RewardId> Before, bool IsPending)> _waiting = [];
    private readonly Queue<RewardId> _listed = [];

    /// <summary>What the program has given and not taken back, by unit.</summary>
    internal IReadOnlyDictionary<Unit, long> Granted => _granted;

    internal void Add(LedgerLine line)
    {
        var amount = line.Amount.MinorUnits;
        if (line.Reward is { } reward)
        {
            _rewards[reward] = _rewards.GetValueOrDefault(reward).With(line.Account, amount);
        }

        foreach (var part in line.Parts)
        {
            // What of it was paid or used is the account's affair; that the reward exists is asked here.
            if (part.Reward is { } one)
            {
                _rewards.TryAdd(one, default);
            }
        }

        // A fee that the program bears is a cost, but nothing that was granted; what was granted by hand is outside of budgets.
        if (line.Account is LedgerAccount.Program or LedgerAccount.Reversed && line.Step != LedgerBook.FeeBorne && !ManualReward.IsMadeBy(line.Reward))
        {
            _granted[line.Amount.Unit] = _granted.GetValueOrDefault(line.Amount.Unit) - amount;
        }

        if (line.ChainIndex > _chains.GetValueOrDefault(line.Chain).Length)
        {
            _chains[line.Chain] = (line.ChainIndex, line.Hash);
        }
    }

    internal void Add(RewardState reward)
    {
        _seen.Add(reward.Id);
        if (reward.WaitsForReferral || reward.ListedBefore.Count > 0)
        {
            _waiting[reward.Id] = (reward.ListedBefore, reward.IsPending);
        }
        else if (reward is { Stage: RewardStage.Held, HeldUntil: null })
        {
            AddStuck(reward.Id);
        }

        var moved = _rewards.GetValueOrDefault(reward.Id);
        var left = reward.Granted.MinorUnits - reward.Reversed;
        var expected = new Moved(reward.Granted.MinorUnits, reward.IsPending ? left : 0, reward.Expired, reward.Reversed);
        if (moved != expected)
        {
            _findings.Add(new AuditFinding(
                AuditCodes.RewardNotInLedger, reward.Id.Value, $"The reward says {expected}, its postings say {moved}."));
        }
    }

    internal void Add(CustomerState customer)
    {
        Add(customer.Chain);
        foreach (var reward in customer.Referral?.HeldRewards ?? [])
        {
            _listed.Enqueue(reward);
        }
    }

    internal void Add(AccountState account) => Add(account.Chain);

    internal IEnumerable<AuditFinding> Finish()
    {
        // Those that wait for the review of a referral are listed by it, or by one that took the list over.
        while (_listed.TryDequeue(out var listed))
        {
            if (_waiting.Remove(listed, out var one))
            {
                foreach (var earlier in one.Before)
                {
                    _listed.Enqueue(earlier);
                }
            }
        }

        foreach (var (reward, _) in _waiting.Where(static one => one.Value.IsPending))
        {
            AddStuck(reward);
        }

        _findings.AddRange(_chains.Select(static chain => new AuditFinding(
            AuditCodes.ChainEnd, chain.Key, $"The ledger has a chain of {chain.Value.Length} postings of a customer or account that does not exist.")));
        _findings.AddRange(_rewards.Keys.Where(reward => !_seen.Contains(reward)).Select(static reward => new AuditFinding(
            AuditCodes.UnknownReward, reward.Value, "The ledger moves a reward that has no record.")));
        return _findings;
    }

    private void AddStuck(RewardId reward) => _findings.Add(new AuditFinding(
        AuditCodes.RewardStuck, reward.Value, "The reward is pending, and neither the passing of time nor a review of its referral will move it."));

    private void Add(LedgerChain chain)
    {
        var end = _chains.GetValueOrDefault(chain.Name, (0, string.Empty));
        if ((chain.Length, chain.Hash) != end)
        {
            _findings.Add(new AuditFinding(
                AuditCodes.ChainEnd, chain.Name, $"The record's chain has {chain.Length} postings, the ledger's {end.Item1}, or the hashes differ."));
        }

        _chains.Remove(chain.Name);
    }

    /// <summary>What the lines that name a reward move. A pooled lot names none, neither in the ledger nor in records.</summary>
    private readonly record struct Moved(long Granted, long Pending, long Expired, long Reversed)
    {
        public override string ToString() =>
            FormattableString.Invariant($"{Granted} granted, {Pending} pending, {Expired} expired, {Reversed} reversed");

        internal Moved With(LedgerAccount account, long amount) => account switch
        {
            LedgerAccount.Program => this with { Granted = Granted - amount },
            LedgerAccount.Pending => this with { Pending = Pending + amount },
            LedgerAccount.Expired => this with { Expired = Expired + amount },
            LedgerAccount.Reversed => this with { Reversed = Reversed + amount },
            _ => this,
        };
    }
}
