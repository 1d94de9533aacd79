using System.Globalization;
using Referrals;

namespace Replay.Reporting;

/// <summary>
/// The rewards that the product itself paid, against those that the ledger granted. They are not imported as costs: a reward is
/// counted once, from the ledger.
/// </summary>
internal sealed record RewardRows(Unit Unit, int FileRows, Amount File, int LedgerGrants, Amount Ledger)
{
    public Amount Difference => Ledger - File;

    public static IEnumerable<RewardRows> Compare(Report report)
    {
        var rows = report.Input.History.Costs.Where(static row => row.IsReward).ToLookup(static row => row.Amount.Unit);
        foreach (var unit in rows)
        {
            var rules = report.Outcome.Rules.Where(rule => rule.Unit == unit.Key).ToList();
            yield return new RewardRows(
                unit.Key,
                unit.Count(),
                unit.Aggregate(Amount.Zero(unit.Key), static (sum, row) => sum + row.Amount),
                rules.Sum(static rule => rule.Grants),
                rules.Aggregate(Amount.Zero(unit.Key), static (sum, rule) => sum + rule.Granted));
        }
    }

    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"The costs have {FileRows:N0} reward rows, {Money.Text(File)}; the ledger granted {LedgerGrants:N0}, {Money.Text(Ledger)}: ")
        + (Difference.IsZero ? "equal." : $"{Money.Text(Difference)} apart.");
}
