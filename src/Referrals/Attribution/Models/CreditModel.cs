using NodaTime;

namespace Referrals.Attribution;

/// <summary>
/// How the credit for one conversion is shared among the touches before it. The shares are 0 or more and sum to one.
/// </summary>
/// <remarks>
/// A journey of one touch gives it everything in every model. Models are immutable, pure and safe on any thread.
/// The formulas stand with each factory; <c>n</c> is the number of touches, <c>i</c> counts from 1 for the oldest.
/// </remarks>
/// <example><code>
/// double[] shares = CreditModel.TimeDecay(Duration.FromDays(7)).Share(journey);
/// Amount[] parts = AmountSplit.ByWeights(reward, shares);
/// </code></example>
public abstract class CreditModel
{
    private protected CreditModel(string name) => Name = name;

    /// <summary>The model's name, in lower case with underscores; stable.</summary>
    public string Name { get; }

    /// <summary>Everything to the first touch.</summary>
    public static CreditModel First { get; } = new EndModel("first", last: false);

    /// <summary>Everything to the last touch.</summary>
    public static CreditModel Last { get; } = new EndModel("last", last: true);

    /// <summary>1/n to each touch; a channel that occurs twice earns twice.</summary>
    public static CreditModel Linear { get; } = new LinearModel();

    /// <summary>1/m to each of the m distinct channels, however often it occurs, spread evenly over its touches. Over many
    /// journeys this equals the simplified Shapley value (Zhao et al., arXiv 1804.05327).</summary>
    public static CreditModel LinearUnique { get; } = new LinearUniqueModel();

    /// <summary>i / (n (n + 1) / 2): credit grows evenly towards the conversion.</summary>
    public static CreditModel RankDecay { get; } = new IndexDecayModel("rank_decay", ratio: null);

    /// <summary>40 % first, 40 % last, 20 % over the middle.</summary>
    public static CreditModel UShaped { get; } = new PositionModel("u_shaped", 40, 20, 40);

    /// <summary>20 % first, 60 % last, 20 % over the middle.</summary>
    public static CreditModel JShaped { get; } = new PositionModel("j_shaped", 20, 20, 60);

    /// <summary>60 % first, 20 % last, 20 % over the middle.</summary>
    public static CreditModel InverseJShaped { get; } = new PositionModel("inverse_j_shaped", 60, 20, 20);

    /// <summary>30 % each to the first touch, the one that made the lead and the one that made the opportunity; 10 % over the
    /// others. See <see cref="Referrals.Attribution.TouchMilestones"/>.</summary>
    /// <remarks>Milestones on one touch add up. A milestone that no touch carries, and the others' 10 % where there are no
    /// others, are left out and the rest scaled up to one. Of several touches with one milestone the first has it.</remarks>
    public static CreditModel WShaped { get; } = new MilestoneModel("w_shaped", milestone: 0.30, others: 0.10, withLast: false);

    /// <summary>22.5 % each to the first touch, lead, opportunity and the last touch; 10 % over the others.</summary>
    /// <remarks>The same rules as <see cref="WShaped"/>.</remarks>
    public static CreditModel FullPath { get; } = new MilestoneModel("full_path", milestone: 0.225, others: 0.10, withLast: true);

    /// <summary>Everything to the last touch that is not one of these channels (usually direct visits); to the last touch where
    /// all of them are.</summary>
    /// <exception cref="ArgumentException">No channel is given, or one is blank.</exception>
    public static CreditModel LastNon(params IEnumerable<string> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        return new LastNonModel([.. channels]);
    }

    /// <summary>One weight for the first touch, one for the last, one spread evenly over those between; scaled to sum to one.</summary>
    /// <param name="first">Weight of the first touch: finite, 0 or more.</param>
    /// <param name="middle">Weight of all touches between, together.</param>
    /// <param name="last">Weight of the last touch.</param>
    /// <param name="twoTouches">How two touches share; by default the ends are scaled up to one (evenly where both are 0).</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public static CreditModel Position(double first, double middle, double last, TwoTouchRule twoTouches = TwoTouchRule.RenormaliseEnds) =>
        new PositionModel("position", first, middle, last, twoTouches);

    /// <summary>2^(-Δ/H), normalised: a touch one half-life older counts half. Δ is the time from the touch to the conversion.</summary>
    /// <remarks>Only differences of age matter: the newest age is subtracted first, so touches of any age never give 0/0.</remarks>
    /// <param name="halfLife">More than zero; 7 days are usual.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="halfLife"/> is zero or negative.</exception>
    public static CreditModel TimeDecay(Duration halfLife) => new TimeDecayModel("time_decay", Positive(halfLife, nameof(halfLife)), 0.5, whole: false);

    /// <summary>r^floor(Δ/P), normalised: like <see cref="TimeDecay"/>, but in steps of whole periods, as DP6's models decay.</summary>
    /// <param name="period">More than zero; 7 days are usual.</param>
    /// <param name="ratio">What a touch one period older counts: more than 0, up to 1; 1/2 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static CreditModel StepDecay(Duration period, double ratio = 0.5) =>
        new TimeDecayModel("step_decay", Positive(period, nameof(period)), Ratio(ratio), whole: true);

    /// <summary>r^(n - i), normalised: each touch counts r times the next one, whatever their times.</summary>
    /// <param name="ratio">More than 0, up to 1 (which is linear); 1/2 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ratio"/> is outside its range.</exception>
    public static CreditModel Geometric(double ratio = 0.5) => new IndexDecayModel("geometric", Ratio(ratio));

    /// <summary>A model in custom code.</summary>
    /// <param name="name">Stable; decisions store it.</param>
    /// <param name="rule">Weighs the touches of one journey; pure.</param>
    /// <exception cref="InvalidOperationException">When the model is used and the rule gives weights that are negative, not
    /// finite or all 0.</exception>
    public static CreditModel Custom(string name, CreditRule rule)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(rule);
        return new CustomModel(name, rule);
    }

    /// <summary>The share of each touch of a journey, oldest first. Empty for a journey without touches.</summary>
    public double[] Share(Journey journey)
    {
        ArgumentNullException.ThrowIfNull(journey);
        if (journey.Touches.Count == 0)
        {
            return [];
        }

        var shares = new double[journey.Touches.Count];
        Share(JourneyBatch.Of(journey).Spans[0], shares);
        return shares;
    }

    /// <summary>The share of each touch, given only when they happened: each counts as a channel of its own.</summary>
    /// <param name="touches">The instants of the touches, oldest first.</param>
    /// <param name="convertedAt">The instant of the conversion.</param>
    /// <exception cref="ArgumentException">The touches are not in order of time, or one is after the conversion.</exception>
    public double[] Share(ReadOnlySpan<Instant> touches, Instant convertedAt)
    {
        var channels = new int[touches.Length];
        var hours = new double[touches.Length];
        for (var i = 0; i < touches.Length; i++)
        {
            var next = i + 1 < touches.Length ? touches[i + 1] : convertedAt;
            if (touches[i] > next)
            {
                throw new ArgumentException(
                    $"Touches go from the oldest to the newest and end by the conversion, but touch {i} is later than what follows.",
                    nameof(touches));
            }

            channels[i] = i;
            hours[i] = (convertedAt - touches[i]).TotalHours;
        }

        var shares = new double[touches.Length];
        if (shares.Length > 0)
        {
            Weigh(new TouchSpans(ChannelNames.Empty, channels, hours, default), shares);
        }

        return shares;
    }

    /// <summary>The share of each touch of a journey in a batch, without allocating.</summary>
    /// <param name="touches">The touches, oldest first.</param>
    /// <param name="shares">Filled in; one a touch.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Share(TouchSpans touches, Span<double> shares)
    {
        if (shares.Length != touches.Count)
        {
            throw new ArgumentException($"There is one share a touch: expected {touches.Count}, found room for {shares.Length}.", nameof(shares));
        }

        if (shares.Length > 0)
        {
            Weigh(touches, shares);
        }
    }

    /// <summary>The credit of each channel over many journeys: each touch earns its share of the journey's conversions and value.</summary>
    /// <remarks>Nothing is allocated per journey. Parts of the data may be totalled on several threads and merged.</remarks>
    public ChannelCredits Total(JourneySpans journeys)
    {
        var conversions = new double[journeys.Names.Count];
        var values = new double[journeys.Names.Count];
        var (lostConversions, lostValue) = For(journeys.Names).Add(journeys, conversions, values);
        return ChannelCredits.From(Name, journeys.Names, conversions, values, lostConversions, lostValue);
    }

    /// <summary>Fills in the shares of at least one touch. They must sum to one.</summary>
    internal abstract void Weigh(TouchSpans touches, Span<double> shares);

    /// <summary>The same model, made ready for the channels of one batch.</summary>
    internal virtual CreditModel For(ChannelNames names) => this;

    /// <summary>Adds the credit of each journey; returns what belongs to journeys without touches.</summary>
    internal virtual (double Conversions, double Value) Add(JourneySpans journeys, double[] conversions, double[] values)
    {
        var (lostConversions, lostValue) = (0d, 0d);
        var shares = new double[64];
        for (var j = 0; j < journeys.Count; j++)
        {
            var (conversion, value) = (journeys.Conversions[j], journeys.Values[j]);
            if (conversion == 0 && value == 0)
            {
                continue;
            }

            var touches = journeys[j];
            if (touches.Count == 0)
            {
                lostConversions += conversion;
                lostValue += value;
                continue;
            }

            if (touches.Count > shares.Length)
            {
                shares = new double[touches.Count * 2];
            }

            Weigh(touches, shares.AsSpan(0, touches.Count));
            for (var i = 0; i < touches.Channels.Length; i++)
            {
                conversions[touches.Channels[i]] += shares[i] * conversion;
                values[touches.Channels[i]] += shares[i] * value;
            }
        }

        return (lostConversions, lostValue);
    }

    private static double Positive(Duration duration, string parameter) => duration > Duration.Zero
        ? duration.TotalHours
        : throw new ArgumentOutOfRangeException(parameter, duration, "A half-life or period is more than zero.");

    private static double Ratio(double ratio) => ratio is > 0 and <= 1
        ? ratio
        : throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A ratio of decay is more than 0 and at most 1.");
}

/// <summary>Custom code that weighs the touches of one journey, for <see cref="CreditModel.Custom"/>.</summary>
/// <remarks>It must be pure: the same touches give the same weights, on any thread.</remarks>
/// <param name="touches">The touches, oldest first; at least one.</param>
/// <param name="weights">One a touch, all 0 on entry. The rule fills in finite weights of 0 or more, not all 0; they are
/// scaled to sum to one afterwards.</param>
public delegate void CreditRule(TouchSpans touches, Span<double> weights);

/// <summary>What a position-based model does with a journey of two touches, which has no middle.</summary>
public enum TwoTouchRule
{
    /// <summary>The middle's weight is left out and the ends are scaled up to one: 20/20/60 gives 25/75. The default; Adobe's rule.</summary>
    RenormaliseEnds = 0,

    /// <summary>Each end takes half of the middle's weight: 20/20/60 gives 30/70. The rule of DP6's and Google's open models.</summary>
    HalveMiddle = 1,
}
