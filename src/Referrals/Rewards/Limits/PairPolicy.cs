namespace Referrals;

/// <summary>What happens to the rewards of both sides of one conversion when a cap by amount or a budget has room for one side only.</summary>
public enum PairPolicy
{
    /// <summary>Each side is rewarded by itself: what fits is granted, and the other side is told why it got nothing. The default.</summary>
    Apart = 0,

    /// <summary>
    /// Both sides are rewarded or neither is. Caps by number do not ask for it: they say how often one side is rewarded at all.
    /// </summary>
    Together = 1,
}
