namespace Referrals.Attribution;

/// <summary>Which of several touches of equal evidence wins a referral.</summary>
public enum ReferralModel
{
    /// <summary>The latest touch. Of equal times, the one that arrived last.</summary>
    LastTouch = 0,

    /// <summary>The earliest touch within the window. Of equal times, the one that arrived first.</summary>
    FirstTouch = 1,
}
