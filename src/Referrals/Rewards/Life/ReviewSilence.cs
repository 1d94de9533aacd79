namespace Referrals.Rewards.Life;

/// <summary>What it means that nobody has decided about a reward when the deadline of its review is over.</summary>
public enum ReviewSilence
{
    /// <summary>The reward is approved.</summary>
    Approves = 0,

    /// <summary>The reward is rejected.</summary>
    Rejects = 1,
}
