using Referrals.Rewards.Limits;

namespace Referrals.Deciding.Participation;

/// <summary>How much of a cap a customer has used. Numbers of rewards are whole, amounts whole units of money.</summary>
public sealed record LimitProgress
{
    internal LimitProgress()
    {
    }

    /// <summary>The cap.</summary>
    public required Cap Cap { get; init; }

    /// <summary>How much is used in the present period.</summary>
    public required decimal Used { get; init; }

    /// <summary>How much is left in the present period.</summary>
    public required decimal Left { get; init; }
}
