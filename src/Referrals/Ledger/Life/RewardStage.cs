namespace Referrals.Ledger.Life;

/// <summary>Where a reward, or a part of one, is in its life. How it gets from one stage to another is in <see cref="RewardLife"/>.</summary>
public enum RewardStage
{
    /// <summary>Earned, and not to be used before its hold is over. Counts as pending.</summary>
    Held = 0,

    /// <summary>Earned, and waiting for somebody's approval. Counts as pending.</summary>
    InReview = 1,

    /// <summary>Its owner can use it.</summary>
    Vested = 2,

    /// <summary>Its owner has used it.</summary>
    Redeemed = 3,

    /// <summary>Set aside for a payout that is on its way.</summary>
    InPayout = 4,

    /// <summary>Paid out.</summary>
    Paid = 5,

    /// <summary>Not used in time.</summary>
    Expired = 6,

    /// <summary>Set off against what its owner owed.</summary>
    SetOff = 7,

    /// <summary>Taken back.</summary>
    Reversed = 8,
}
