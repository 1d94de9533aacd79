namespace Referrals.Rewards.Limits;

/// <summary>A cap over all rules of one side of a program together.</summary>
public sealed record SideCap
{
    internal SideCap(Side side, Cap cap)
    {
        Side = side;
        Cap = cap;
    }

    /// <summary>Whose rewards count.</summary>
    public Side Side { get; }

    /// <summary>The limit.</summary>
    public Cap Cap { get; }
}
