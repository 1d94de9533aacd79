using Referrals.Rewards;
using Referrals.Simulation.Comparisons;

namespace Referrals.Simulation.Books;

/// <summary>Puts the budgets of both sides beside each other.</summary>
internal static class BudgetBook
{
    /// <param name="then">The budgets of the stored program.</param>
    /// <param name="now">The budgets of the changed one.</param>
    /// <param name="rewards">The rewards that differ.</param>
    internal static IReadOnlyList<BudgetComparison> Compare(
        IEnumerable<BudgetUse> then, IEnumerable<BudgetUse> now, IReadOnlyList<RewardChange> rewards)
    {
        var (before, after) = (then.ToDictionary(UnitOf), now.ToDictionary(UnitOf));
        return
        [
            .. before.Keys.Union(after.Keys).OrderBy(static unit => unit.ToString(), StringComparer.Ordinal).Select(unit => new BudgetComparison
            {
                Unit = unit,
                Then = before.GetValueOrDefault(unit),
                Now = after.GetValueOrDefault(unit),
                Lost = [.. rewards.Where(reward => reward is { Now: null, Reason: RewardCodes.BudgetUsedUp } && reward.Then!.Granted.Unit == unit)],
            }),
        ];
    }

    private static Unit UnitOf(BudgetUse use) => use.Budget.Unit;
}
