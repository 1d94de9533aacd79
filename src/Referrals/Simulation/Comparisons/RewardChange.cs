using NodaTime;

namespace Referrals.Simulation.Comparisons;

/// <summary>
/// One reward that appears, vanishes, or comes to another amount under the changed program. A reward that is somebody else's then, or of another
/// unit, vanishes and appears.
/// </summary>
public sealed record RewardChange
{
    internal RewardChange()
    {
    }

    /// <summary>The reward: rule and conversion. A rule that was renamed gives other rewards.</summary>
    public RewardId Id { get; internal init; }

    /// <summary>Whose it is.</summary>
    public CustomerId Customer { get; internal init; }

    /// <summary>The incentive rule.</summary>
    public string Rule { get; internal init; } = string.Empty;

    /// <summary>The side of the rule.</summary>
    public Side Side { get; internal init; }

    /// <summary>When it was earned.</summary>
    public Instant At { get; internal init; }

    /// <summary>What it comes to under the stored program; <c>null</c> where it is not granted.</summary>
    public RewardSum? Then { get; internal init; }

    /// <summary>What it comes to under the changed program; <c>null</c> where it is not granted.</summary>
    public RewardSum? Now { get; internal init; }

    /// <summary>
    /// Why the side that does not grant it does not: the code of the rule's refusal, such as <c>reward.cap_reached</c>, or else of the decision;
    /// <c>null</c> where both sides grant it, to whomever and in whatever unit.
    /// </summary>
    public string? Reason { get; internal init; }

    /// <summary>What the owner gains by the change; below zero for a loss.</summary>
    public Amount Difference => Now is null ? -Then!.Left : Then is null ? Now.Left : Now.Left - Then.Left;

    /// <summary>Such as <c>bonus:order-7 of alice: 10.00 USD then, not granted now (reward.cap_reached)</c>.</summary>
    public override string ToString()
    {
        var (then, now) = (Then is null ? "not granted then" : $"{Then.Left} then", Now is null ? "not granted now" : $"{Now.Left} now");
        return $"{Id} of {Customer}: {then}, {now}{(Reason is null ? string.Empty : $" ({Reason})")}";
    }
}
