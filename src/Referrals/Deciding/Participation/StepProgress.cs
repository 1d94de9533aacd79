namespace Referrals.Deciding.Participation;

/// <summary>How far a customer is on the steps of a rule: tiers or milestones. Counts are whole numbers, sums whole units of money.</summary>
public sealed record StepProgress
{
    internal StepProgress()
    {
    }

    /// <summary>What is counted or summed, and over which time, in words.</summary>
    public required string Measure { get; init; }

    /// <summary>How many, or how much, so far.</summary>
    public required decimal Reached { get; init; }

    /// <summary>The step that is reached: its name, or its number from 1; <c>null</c> for none yet.</summary>
    public string? Step { get; init; }

    /// <summary>Where the next step begins; <c>null</c> after the last.</summary>
    public decimal? NextFrom { get; init; }

    /// <summary>The next step: its name, or its number from 1; <c>null</c> after the last.</summary>
    public string? NextStep { get; init; }

    /// <summary>What is missing to the next step; <c>null</c> after the last.</summary>
    public decimal? Missing => NextFrom - Reached;
}
