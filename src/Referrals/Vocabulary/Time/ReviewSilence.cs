namespace Referrals;

/// <summary>What it means that nobody has decided when the deadline of a review is over.</summary>
public enum ReviewSilence
{
    /// <summary>It is approved.</summary>
    Approves = 0,

    /// <summary>It is rejected.</summary>
    Rejects = 1,
}
