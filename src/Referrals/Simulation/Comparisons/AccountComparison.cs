using Referrals.Ledger;

namespace Referrals.Simulation.Comparisons;

/// <summary>What one account of the ledger holds at the end, all its owners together, under the stored program and under the changed one.</summary>
public sealed record AccountComparison
{
    internal AccountComparison()
    {
    }

    /// <summary>The unit.</summary>
    public Unit Unit { get; internal init; }

    /// <summary>The account.</summary>
    public LedgerAccount Account { get; internal init; }

    /// <summary>Under the stored program.</summary>
    public Amount Then { get; internal init; }

    /// <summary>Under the changed program.</summary>
    public Amount Now { get; internal init; }

    /// <summary>What the account holds more under the changed program; below zero for less.</summary>
    public Amount Difference => Now - Then;
}
