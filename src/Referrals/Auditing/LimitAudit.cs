using Referrals.Programs;
using Referrals.Rewards.Limits;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Auditing;

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
