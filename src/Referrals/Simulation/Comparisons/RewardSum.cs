namespace Referrals.Simulation.Comparisons;

/// <summary>What rewards of one unit come to.</summary>
public sealed record RewardSum
{
    internal RewardSum()
    {
    }

    /// <summary>How many were granted.</summary>
    public int Rewards { get; internal init; }

    /// <summary>How much was granted.</summary>
    public required Amount Granted { get; init; }

    /// <summary>How much of it was taken back by refunds and reviews.</summary>
    public required Amount TakenBack { get; init; }

    /// <summary>What is left: granted less taken back, whether held, available, used or expired by the end.</summary>
    public Amount Left => Granted - TakenBack;

    /// <summary>Such as <c>12 rewards, 120.00 USD granted, 10.00 USD taken back, 110.00 USD left</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Rewards} {(Rewards == 1 ? "reward" : "rewards")}, {Granted} granted, {TakenBack} taken back, {Left} left");

    internal static RewardSum Zero(Unit unit) => new() { Granted = Amount.Zero(unit), TakenBack = Amount.Zero(unit) };

    internal static RewardSum Sum(RewardSum left, RewardSum right) => new()
    {
        Rewards = checked(left.Rewards + right.Rewards),
        Granted = left.Granted + right.Granted,
        TakenBack = left.TakenBack + right.TakenBack,
    };
}
