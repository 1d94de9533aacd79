namespace Referrals.Simulation.Comparisons;

/// <summary>Decisions that come out otherwise: those of one outcome which have come to another.</summary>
public sealed record OutcomeChange
{
    internal OutcomeChange()
    {
    }

    /// <summary>The code of the outcome to compare with.</summary>
    public string Then { get; internal init; } = string.Empty;

    /// <summary>The code of the outcome that it has come to.</summary>
    public string Now { get; internal init; } = string.Empty;

    /// <summary>How many decisions.</summary>
    public int Count { get; internal init; }

    /// <summary>The first few of them.</summary>
    public IReadOnlyList<OutcomeExample> Examples { get; internal init; } = [];
}
