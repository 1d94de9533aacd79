using Referrals.Attribution;

namespace Referrals.Programs.Building;

/// <summary>Says how a sign-up finds its referrer. What is said twice is a finding of <see cref="ReferralProgram.Create"/>.</summary>
public sealed class AttributionBuilder
{
    private const string Path = "$.attribution";
    private readonly Said _said;
    private int _calls;

    internal AttributionBuilder(Said said) => _said = said;

    internal AttributionPolicy Policy { get; private set; } = AttributionPolicy.Default;

    internal bool SaysSomething => _calls > 0;

    /// <summary>Among touches of equal evidence the latest wins. The default.</summary>
    public AttributionBuilder LastTouch() => Model(ReferralModel.LastTouch, nameof(LastTouch));

    /// <summary>Among touches of equal evidence the earliest wins.</summary>
    public AttributionBuilder FirstTouch() => Model(ReferralModel.FirstTouch, nameof(FirstTouch));

    /// <summary>Splits the referral among the referrers of all touches of equal evidence, the same share to each touch.</summary>
    public AttributionBuilder SplitPerTouch() => Model(ReferralModel.SplitPerTouch, nameof(SplitPerTouch));

    /// <summary>Splits the referral among the referrers of all touches of equal evidence, the same share to each referrer.</summary>
    public AttributionBuilder SplitPerReferrer() => Model(ReferralModel.SplitPerReferrer, nameof(SplitPerReferrer));

    /// <summary>Splits the referral: 40 % to the first touch, 40 % to the last, 20 % over those between.</summary>
    public AttributionBuilder SplitByPosition() => Model(ReferralModel.SplitByPosition, nameof(SplitByPosition));

    /// <summary>Splits the referral by age: a touch that is one half-life older counts half as much.</summary>
    /// <param name="halfLife">Elapsed hours or days, such as <c>Period.Days(7)</c>.</param>
    /// <exception cref="ArgumentException">The half-life is in calendar days or months, whose length varies.</exception>
    public AttributionBuilder SplitByAge(Period halfLife)
    {
        _ = Model(ReferralModel.SplitByAge, nameof(SplitByAge));
        Policy = Policy.WithHalfLife(halfLife);
        return this;
    }

    /// <summary>How long after a touch a sign-up still counts as its effect. Without this, 30 days.</summary>
    public AttributionBuilder Within(Period period) => Say("within", nameof(Within), Policy.Within(period));

    /// <summary>A typed code wins over a link whatever their order in time. The default.</summary>
    public AttributionBuilder CodeBeatsLink() => Say("codeBeatsLink", nameof(CodeBeatsLink), Policy.WithCodeBeatsLink(true));

    /// <summary>A typed code and a link are equals; the model decides between them.</summary>
    public AttributionBuilder CodeEqualsLink() => Say("codeBeatsLink", nameof(CodeEqualsLink), Policy.WithCodeBeatsLink(false));

    private AttributionBuilder Model(ReferralModel model, string call) => Say("model", call, Policy.With(model));

    private AttributionBuilder Say(string member, string call, AttributionPolicy policy)
    {
        _calls++;
        _ = _said.Once($"{Path}.{member}", call);
        Policy = policy;
        return this;
    }
}
