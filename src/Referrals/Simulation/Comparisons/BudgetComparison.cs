namespace Referrals.Simulation.Comparisons;

/// <summary>The budget of one unit, under the stored program and under the changed one.</summary>
public sealed record BudgetComparison
{
    internal BudgetComparison()
    {
    }

    /// <summary>The unit.</summary>
    public Unit Unit { get; internal init; }

    /// <summary>Under the stored program; <c>null</c> where it has no budget of this unit.</summary>
    public BudgetUse? Then { get; internal init; }

    /// <summary>Under the changed program; <c>null</c> where it has no budget of this unit.</summary>
    public BudgetUse? Now { get; internal init; }

    /// <summary>
    /// The rewards that the stored program granted and that do not fit into the changed one's budget, in the order in which they were
    /// earned.
    /// </summary>
    public IReadOnlyList<RewardChange> Lost { get; internal init; } = [];
}
