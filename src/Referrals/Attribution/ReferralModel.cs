namespace Referrals.Attribution;

/// <summary>How a referral is shared among touches of equal evidence: whole to one referrer, or split among several.</summary>
/// <remarks>The formulas of the models that split are those of <see cref="ClosedForm.CreditModel"/>, with referrers as channels.</remarks>
public enum ReferralModel
{
    /// <summary>All of it to the latest touch. Of equal times, to the one that arrived last.</summary>
    LastTouch = 0,

    /// <summary>All of it to the earliest touch within the window. Of equal times, to the one that arrived first.</summary>
    FirstTouch = 1,

    /// <summary>The same share to each touch; who brought two touches out of three earns two thirds.</summary>
    SplitPerTouch = 2,

    /// <summary>The same share to each referrer, however many touches are theirs.</summary>
    SplitPerReferrer = 3,

    /// <summary>40 % to the first touch, 40 % to the last, 20 % over those between.</summary>
    SplitByPosition = 4,

    /// <summary>A touch one half-life older counts half as much; see <see cref="AttributionPolicy.HalfLife"/>.</summary>
    SplitByAge = 5,
}
