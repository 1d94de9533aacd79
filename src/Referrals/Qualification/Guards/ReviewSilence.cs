namespace Referrals.Qualification.Guards;

/// <summary>What it means when nobody has reviewed a held referral in time.</summary>
public enum ReviewSilence
{
    /// <summary>The referral is approved.</summary>
    Approves = 0,

    /// <summary>The referral is rejected.</summary>
    Rejects = 1,
}
