using Referrals.Attribution;

namespace Referrals.Programs.Building;

/// <summary>Says how a sign-up finds its referrer.</summary>
public sealed class AttributionBuilder
{
    internal AttributionBuilder(AttributionPolicy policy) => Policy = policy;

    internal AttributionPolicy Policy { get; private set; }

    /// <summary>Among touches of equal evidence the latest wins. The default.</summary>
    public AttributionBuilder LastTouch() => Set(Policy.With(ReferralModel.LastTouch));

    /// <summary>Among touches of equal evidence the earliest wins.</summary>
    public AttributionBuilder FirstTouch() => Set(Policy.With(ReferralModel.FirstTouch));

    /// <summary>Splits the referral among the referrers of all touches of equal evidence, the same share to each touch.</summary>
    public AttributionBuilder SplitPerTouch() => Set(Policy.With(ReferralModel.PerTouch));

    /// <summary>Splits the referral among the referrers of all touches of equal evidence, the same share to each referrer.</summary>
    public AttributionBuilder SplitPerReferrer() => Set(Policy.With(ReferralModel.PerReferrer));

    /// <summary>Splits the referral: 40 % to the first touch, 40 % to the last, 20 % over those between.</summary>
    public AttributionBuilder SplitByPosition() => Set(Policy.With(ReferralModel.PositionBased));

    /// <summary>Splits the referral by age; say then with which half-life: <c>SplitByAge(7).Days()</c>.</summary>
    public WindowChoice<AttributionBuilder> SplitByAge(int halfLife) =>
        new(halfLife, window => Set(Policy.With(ReferralModel.TimeDecay).WithHalfLife(window)));

    /// <summary>How long after a touch a sign-up still counts as its effect; say then of what: <c>Within(30).Days()</c>.</summary>
    public WindowChoice<AttributionBuilder> Within(int length) => new(length, window => Set(Policy.Within(window)));

    /// <summary>A typed code wins over a link whatever their order in time. The default.</summary>
    public AttributionBuilder CodeBeatsLink() => Set(Policy.WithCodeBeatsLink(true));

    /// <summary>A typed code and a link are equals; the model decides between them.</summary>
    public AttributionBuilder CodeEqualsLink() => Set(Policy.WithCodeBeatsLink(false));

    private AttributionBuilder Set(AttributionPolicy policy)
    {
        Policy = policy;
        return this;
    }
}
