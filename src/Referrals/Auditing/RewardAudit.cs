using Referrals.Ledger;
using Referrals.State;

namespace Referrals.Auditing;

/// <summary>Whether rewards and customers stand where the ledger says.</summary>
internal sealed class RewardAudit
{
    private readonly Dictionary<RewardId, Moved> _rewards = [];
    private readonly Dictionary<CustomerId, (int Length, string Hash)> _chains = [];
    private readonly Dictionary<Unit, long> _granted = [];
    private readonly HashSet<RewardId> _seen = [];
    private readonly List<AuditFinding> _findings = [];

    /// <summary>What the program has given and not taken back, by unit.</summary>
    internal IReadOnlyDictionary<Unit, long> Granted => _granted;

    internal void Add(LedgerLine line)
    {
        var moved = _rewards.GetValueOrDefault(line.Reward);
        var amount = line.Amount.MinorUnits;
        _rewards[line.Reward] = line.Account switch
        {
            LedgerAccount.Program => moved with { Granted = moved.Granted - amount },
            LedgerAccount.Pending => moved with { Pending = moved.Pending + amount },
            LedgerAccount.Reversed => moved with { Reversed = moved.Reversed + amount },
            _ => moved,
        };
        if (line.Account is LedgerAccount.Program or LedgerAccount.Reversed)
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
        var moved = _rewards.GetValueOrDefault(reward.Id);
        var left = reward.Granted.MinorUnits - reward.Reversed;
        var expected = new Moved(reward.Granted.MinorUnits, reward.Held ? left : 0, reward.Reversed);
        if (moved != expected)
        {
            _findings.Add(new AuditFinding(
                AuditCodes.RewardNotInLedger, reward.Id.Value, $"The reward says {expected}, its postings say {moved}."));
        }
    }

    internal void Add(CustomerState customer)
    {
        var end = _chains.GetValueOrDefault(customer.Customer, (0, string.Empty));
        if ((customer.ChainLength, customer.ChainHash) != end)
        {
            _findings.Add(new AuditFinding(
                AuditCodes.ChainEnd, customer.Customer.Value, $"The customer's chain has {customer.ChainLength} postings, the ledger {end.Item1}, or the hashes differ."));
        }

        _chains.Remove(customer.Customer);
    }

    internal IEnumerable<AuditFinding> Finish()
    {
        _findings.AddRange(_chains.Select(static chain => new AuditFinding(
            AuditCodes.ChainEnd, chain.Key.Value, $"The ledger has a chain of {chain.Value.Length} postings of a customer who does not exist.")));
        _findings.AddRange(_rewards.Keys.Where(reward => !_seen.Contains(reward)).Select(static reward => new AuditFinding(
            AuditCodes.UnknownReward, reward.Value, "The ledger moves a reward that has no record.")));
        return _findings;
    }

    private readonly record struct Moved(long Granted, long Pending, long Reversed)
    {
        public override string ToString() => FormattableString.Invariant($"{Granted} granted, {Pending} pending, {Reversed} reversed");
    }
}
