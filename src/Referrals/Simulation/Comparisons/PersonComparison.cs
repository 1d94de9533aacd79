namespace Referrals.Simulation.Comparisons;

/// <summary>What one person earns in one unit, under the stored program and under the changed one.</summary>
public sealed record PersonComparison
{
    internal PersonComparison()
    {
    }

    /// <summary>Who.</summary>
    public CustomerId Customer { get; internal init; }

    /// <summary>In which unit.</summary>
    public Unit Unit { get; internal init; }

    /// <summary>Under the stored program.</summary>
    public required RewardSum Then { get; init; }

    /// <summary>Under the changed program.</summary>
    public required RewardSum Now { get; init; }

    /// <summary>What the person gains by the change; below zero for a loss, never zero.</summary>
    public Amount Difference => Now.Left - Then.Left;
}
