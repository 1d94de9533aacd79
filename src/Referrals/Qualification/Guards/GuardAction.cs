namespace Referrals.Qualification.Guards;

/// <summary>What happens to a referral that a guard objects to.</summary>
public enum GuardAction
{
    /// <summary>The referral is created; the finding is noted in the explanation, and its points count.</summary>
    Allow = 0,

    /// <summary>The referral is created, but nothing that it earns is available before somebody has approved it.</summary>
    Hold = 1,

    /// <summary>The referral is not created.</summary>
    Refuse = 2,
}
