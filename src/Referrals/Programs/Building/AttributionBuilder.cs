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
