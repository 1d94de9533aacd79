using Referrals.Programs;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Auditing;

/// <summary>Whether caps and budgets were kept. Where versions of a program differ, the largest limit counts.</summary>
internal sealed class LimitAudit
{
    private readonly Dictionary<string, long> _caps = new(StringComparer.Ordinal);
    private readonly Dictionary<Unit, long> _budgets = [];
    private readonly List<AuditFinding> _findings = [];

    internal LimitAudit(ProgramVersions versions)
    {
        var all = versions.All.ToArray();
        foreach (var rule in all.SelectMany(static program => program.Incentives).GroupBy(static incentive => incentive.Name))
        {
            if (rule.Max(static incentive => incentive.Cap?.Limit) is { } limit && rule.All(static incentive => incentive.Cap is not null))
            {
                _caps[StateKeys.CapPrefix(rule.Key)] = limit;
            }
        }

        foreach (var unit in versions.Units)
        {
            if (all.All(program => program.BudgetIn(unit) is not null))
            {
                _budgets[unit] = all.Max(program => program.BudgetIn(unit)!.Value.MinorUnits);
            }
        }
    }

    internal void AddCounter(StoredRecord counter)
    {
        foreach (var (prefix, limit) in _caps)
        {
            if (counter.Key.Id.StartsWith(prefix, StringComparison.Ordinal))
            {
                Check(AuditCodes.CapExceeded, counter.Key.Id, counter.Number, limit);
            }
        }

        foreach (var (unit, limit) in _budgets)
        {
            if (counter.Key == StateKeys.Budget(unit))
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
