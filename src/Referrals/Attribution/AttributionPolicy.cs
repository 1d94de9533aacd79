namespace Referrals.Attribution;

/// <summary>How a sign-up finds its referrer.</summary>
/// <remarks>
/// The strongest evidence wins: a referrer named by the host, then (unless the policy says otherwise) a typed code, then a
/// link. Among touches of equal evidence the model decides. The binding stays: later touches never move a referral.
/// A referee's touches of the referee's own code are left out before all this, as if they had never happened.
/// </remarks>
public sealed record AttributionPolicy
{
    private AttributionPolicy()
    {
    }

    /// <summary>Last touch within 30 days, a typed code before a link.</summary>
    public static AttributionPolicy Default { get; } = new();

    /// <summary>Which touch wins among equals.</summary>
    /// <value>The default is <see cref="ReferralModel.LastTouch"/>.</value>
    public ReferralModel Model { get; private init; } = ReferralModel.LastTouch;

    /// <summary>How long after a touch a sign-up still counts as its effect.</summary>
    /// <value>The default is 30 elapsed days.</value>
    public Window Lookback { get; private init; } = Window.Days(30);

    /// <summary>Whether a typed code beats a link whatever their order in time.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool CodeBeatsLink { get; private init; } = true;

    /// <summary>The same policy with another model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no model.</exception>
    public AttributionPolicy With(ReferralModel model) => Enum.IsDefined(model)
        ? this with { Model = model }
        : throw new ArgumentOutOfRangeException(nameof(model), model, "This is no referral model.");

    /// <summary>The same policy with another lookback.</summary>
    public AttributionPolicy Within(Window lookback)
    {
        ArgumentNullException.ThrowIfNull(lookback);
        return this with { Lookback = lookback };
    }

    /// <summary>The same policy, with codes and links as equals or not.</summary>
    public AttributionPolicy WithCodeBeatsLink(bool codeBeatsLink) => this with { CodeBeatsLink = codeBeatsLink };

    internal int Rank(Evidence evidence) => evidence == Evidence.Manual ? 2
        : evidence == Evidence.Code && CodeBeatsLink ? 1
        : 0;
}
