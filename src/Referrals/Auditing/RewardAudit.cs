using Referrals.Ledger;
using Referrals.Ledger.Life;
using Referrals.Ledger.Writing;
using Referrals.State;
using Referrals.State.Accounts;

namespace Referrals.Auditing;

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

        // A fee that the program bears is a cost, but nothing that was granted.
        if (line.Account is LedgerAccount.Program or LedgerAccount.Reversed && line.Step != LedgerBook.FeeBorne)
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
