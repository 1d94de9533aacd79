using Referrals.Explanations;
namespace Referrals.Attribution;

/// <summary>How a sign-up finds its referrer.</summary>
/// <remarks>
/// The strongest evidence wins: a referrer named by the application, then (unless the policy says otherwise) a typed code, then a
/// signed link, then a plain one. Among touches of equal evidence the model decides, whole or split. The binding stays: later
/// touches never move a referral.
/// A referee's touches of the referee's own code are left out before all this, as if they had never happened.
/// </remarks>
public sealed record AttributionPolicy
{
    /// <summary>Among how many referrers a referral is split at most: those with the largest shares, scaled up to the whole.</summary>
    public const int MaxReferrers = 5;

    private AttributionPolicy()
    {
    }

    /// <summary>Last touch within 30 days, a typed code before a link.</summary>
    public static AttributionPolicy Default { get; } = new();

    /// <summary>Which touch wins among equals.</summary>
    /// <value>The default is <see cref="ReferralModel.LastTouch"/>.</value>
    public ReferralModel Model { get; private init; } = ReferralModel.LastTouch;

    /// <summary>The half-life of <see cref="ReferralModel.SplitByAge"/>; other models do not ask for it.</summary>
    /// <value>The default is 7 days.</value>
    public TimePeriod HalfLife { get; private init; } = TimePeriod.Days(7);

    /// <summary>How long after a touch a sign-up still counts as its effect.</summary>
    /// <value>The default is 30 elapsed days.</value>
    public TimePeriod Lookback { get; private init; } = TimePeriod.Days(30);

    /// <summary>Whether a typed code beats a link whatever their order in time.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool CodeBeatsLink { get; private init; } = true;

    /// <summary>The same policy with another model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no model.</exception>
    public AttributionPolicy With(ReferralModel model) => Enum.IsDefined(model)
        ? this with { Model = model }
        : throw new ArgumentOutOfRangeException(nameof(model), model, "Not a valid referral model.");

    /// <summary>The same policy with another lookback.</summary>
    public AttributionPolicy Within(TimePeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return this with { Lookback = period };
    }

    /// <summary>The same policy with another half-life: elapsed hours or days.</summary>
    /// <exception cref="ArgumentException">The half-life is in calendar days or months, whose length varies.</exception>
    public AttributionPolicy WithHalfLife(TimePeriod halfLife)
    {
        ArgumentNullException.ThrowIfNull(halfLife);
        return halfLife.Kind is PeriodKind.CalendarDays or PeriodKind.Months
            ? throw new ArgumentException($"A half-life is elapsed time, not {halfLife}; give it in hours or days.", nameof(halfLife))
            : this with { HalfLife = halfLife };
    }

    /// <summary>The same policy, with codes and links as equals or not.</summary>
    public AttributionPolicy WithCodeBeatsLink(bool codeBeatsLink) => this with { CodeBeatsLink = codeBeatsLink };

    internal int Rank(Evidence evidence) => evidence == Evidence.Manual || CodeBeatsLink ? (int)evidence : 0;

    /// <summary>The model that splits; <c>null</c> where one touch takes all.</summary>
    internal CreditModel? Split => Model switch
    {
        ReferralModel.SplitPerTouch => CreditModel.Linear,
        ReferralModel.SplitPerReferrer => CreditModel.LinearUnique,
        ReferralModel.SplitByPosition => CreditModel.UShaped,
        ReferralModel.SplitByAge => CreditModel.TimeDecay(HalfLife.Elapsed),
        _ => null,
    };

    /// <summary>The policy in words, such as <c>last touch within 30 days, a code beats a link</c>.</summary>
    public override string ToString() => PhraseWriter.English.Write(Description);

    internal Phrase Description
    {
        get
        {
            var model = Model == ReferralModel.SplitByAge ? Phrase.Of("value.model.SplitByAge", HalfLife) : Phrase.Of("value.model." + Model);
            return Phrase.Of(CodeBeatsLink ? "value.policy.code_first" : "value.policy", model, Lookback);
        }
    }
}

/// <summary>What speaks for a referrer, from weak to strong. Stronger evidence wins before any model is asked.</summary>
public enum Evidence
{
    /// <summary>The referee followed the referrer's link.</summary>
    Link = 0,

    /// <summary>The referee followed a link that carries the application's own valid signature.</summary>
    SignedLink = 1,

    /// <summary>The referee typed the referrer's code.</summary>
    Code = 2,

    /// <summary>The application itself named the referrer.</summary>
    Manual = 3,
}

/// <summary>How a referral is shared among touches of equal evidence: whole to one referrer, or split among several.</summary>
/// <remarks>The formulas of the models that split are those of <see cref="Referrals.Attribution.CreditModel"/>, with referrers as channels.</remarks>
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
