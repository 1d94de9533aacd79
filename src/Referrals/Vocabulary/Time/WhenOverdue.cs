namespace Referrals;

/// <summary>What happens when nobody has decided in the time that a review has.</summary>
public enum WhenOverdue
{
    /// <summary>It is approved.</summary>
    Approve = 0,

    /// <summary>It is rejected.</summary>
    Reject = 1,
}
