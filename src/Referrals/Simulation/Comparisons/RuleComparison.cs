namespace Referrals.Simulation.Comparisons;

/// <summary>What one rule grants in one unit, under the stored program and under the changed one.</summary>
public sealed record RuleComparison
{
    internal RuleComparison()
    {
    }

    /// <summary>The unit.</summary>
    public Unit Unit { get; internal init; }

    /// <summary>Who gets the rewards.</summary>
    public Side Side { get; internal init; }

    /// <summary>The name of the incentive rule.</summary>
    public string Rule { get; internal init; } = string.Empty;

    /// <summary>Under the stored program; zero for a rule that only the changed one has.</summary>
    public required RewardSum Then { get; init; }

    /// <summary>Under the changed program; zero for a rule that it has not.</summary>
    public required RewardSum Now { get; init; }

    /// <summary>What the changed program gives more; below zero for less.</summary>
    public Amount Difference => Now.Left - Then.Left;
}
