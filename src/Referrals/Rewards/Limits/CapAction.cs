namespace Referrals.Rewards.Limits;

/// <summary>What happens to a reward that would exceed a cap.</summary>
public enum CapAction
{
    /// <summary>It is cut to what is left; nothing is granted once nothing is left.</summary>
    Clamp = 0,

    /// <summary>It is not granted at all.</summary>
    Refuse = 1,
}
