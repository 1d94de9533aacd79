using NodaTime;

namespace Referrals.Simulation.Comparisons;

/// <summary>How far a budget was used.</summary>
public sealed record BudgetUse
{
    internal BudgetUse()
    {
    }

    /// <summary>The whole budget.</summary>
    public Amount Budget { get; internal init; }

    /// <summary>What was granted out of it since the first input. What was taken back does not come back to a budget.</summary>
    public Amount Used { get; internal init; }

    /// <summary>When a reward did not fit any more for the first time; <c>null</c> where all of them fitted.</summary>
    public Instant? UsedUpAt { get; internal init; }
}
