using System.Globalization;
using System.Text;

namespace Referrals.Insights.Advocates;

/// <summary>How a score of advocates is made.</summary>
public sealed record AdvocateOptions
{
    /// <summary>How many days ahead to look: whether somebody refers a friend in this time.</summary>
    /// <value>90, above 0.</value>
    public double Horizon { get; init; } = 90;

    /// <summary>The penalty, see <see cref="LogisticModel.Fit"/>.</summary>
    /// <value>1, from 0.</value>
    public double Ridge { get; init; } = 1;

    /// <summary>Channels and segments of fewer people are put together.</summary>
    /// <value>50, from 10.</value>
    public int SmallestGroup { get; init; } = 50;

    /// <summary>What to look at.</summary>
    /// <value>Every feature.</value>
    public IReadOnlyList<AdvocateFeature> Features { get; init; } = Enum.GetValues<AdvocateFeature>();

    /// <summary>The level of the intervals.</summary>
    /// <value>0.95.</value>
    public double Level { get; init; } = 0.95;

    internal void Check()
    {
        Checks.Positive(Horizon, nameof(Horizon));
        Checks.NotNegative(Ridge, nameof(Ridge));
        Checks.Level(Level, nameof(Level));
        ArgumentOutOfRangeException.ThrowIfLessThan(SmallestGroup, 10, nameof(SmallestGroup));
        ArgumentNullException.ThrowIfNull(Features, nameof(Features));
        ArgumentOutOfRangeException.ThrowIfZero(Features.Count, nameof(Features));
    }
}

/// <summary>Who is likely to refer a friend: a score with its reasons, tested on a time after that in which it was learned.</summary>
/// <remarks>
/// A <see cref="LogisticModel"/>. Learned from what was known two horizons before the end of the facts and who then referred somebody within the first of
/// them; tested on
/// what was known one horizon before the end and who referred somebody until the end. Nothing at or after a cut-off is read for what is known at it. The
/// same person can
/// be in both, at different times. It says who will refer if things go on as they did, and not whom a message would make refer: find that out with an
/// experiment.
/// Practice of V. Kumar, J. A. Petersen and R. P. Leone, How valuable is word of mouth?, Harvard Business Review 85 (2007): what somebody buys says little
/// of whom
/// somebody brings, so that the score is tested against recency alone.
/// </remarks>
/// <example><code>
/// var score = AdvocateScore.Train(facts).OrThrow();
/// var likely = score.Rank(facts, at: 365).OrThrow().People.Take(100);
/// </code></example>
public sealed class AdvocateScore
{
    private readonly FeatureSpace _space;

    private AdvocateScore(
        FeatureSpace space,
        LogisticModel model,
        AdvocateOptions options,
        double learnedAt,
        double testedAt,
        ScoreQuality quality,
        double[] recency,
        bool[] outcomes)
    {
        (_space, Model, Options, LearnedAt, TestedAt, Quality) = (space, model, options, learnedAt, testedAt, quality);
        double[] baseline = [.. recency.Select(days => -days)];
        RecencyLift = LiftTable.Of(outcomes, baseline, options.Level);
        LiftOverRecency = quality.Lift.Over(RecencyLift);
        RecencyCurve = AreaUnderCurve.Of(outcomes, baseline, options.Level);
        AreaOverRecency = (quality.Curve.Refusal ?? RecencyCurve.Refusal) is { } refusal ? refusal : quality.Curve.Value!.Minus(RecencyCurve.Value!);
    }

    /// <summary>The model: numbers enter it as ln(1 + x), spending in units of the median of those who spent.</summary>
    public LogisticModel Model { get; }

    /// <summary>How the score was made.</summary>
    public AdvocateOptions Options { get; }

    /// <summary>The cut-off of learning, in days.</summary>
    public double LearnedAt { get; }

    /// <summary>The cut-off of the test, in days.</summary>
    public double TestedAt { get; }

    /// <summary>Features that were left out, because people did not differ in them at the cut-off of learning.</summary>
    public IReadOnlyList<AdvocateFeature> LeftOut => _space.LeftOut;

    /// <summary>How good the score was in the test.</summary>
    public ScoreQuality Quality { get; }

    /// <summary>The area under the curve of recency alone, in the test: whoever did something last is first.</summary>
    public Estimate<AreaUnderCurve> RecencyCurve { get; }

    /// <summary>The area of the score minus that of recency alone, in the test.</summary>
    public Estimate<PointEstimate> AreaOverRecency { get; }

    /// <summary>The lift of recency alone, in the test.</summary>
    public LiftTable RecencyLift { get; }

    /// <summary>How many times as many referrers the first tenth of the score holds as that of recency alone, in the test.</summary>
    public Estimate<PointEstimate> LiftOverRecency { get; }

    /// <summary>Learns a score from facts, and tests it.</summary>
    /// <param name="facts">What is known. It must reach back two horizons and more.</param>
    /// <param name="options">How; the defaults suit a year of a shop.</param>
    /// <returns>
    /// The score, or a refusal: the facts contradict themselves, fewer than ten people who referred (or who did not) per column in learning or in all in the
    /// test, or
    /// columns that say the same.
    /// </returns>
    /// <exception cref="ArgumentException">An option is outside its limits.</exception>
    public static Estimate<AdvocateScore> Train(AdvocateFacts facts, AdvocateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        options ??= new AdvocateOptions();
        options.Check();
        if (facts.Refusal is { } wrong)
        {
            return wrong;
        }

        var testedAt = facts.Until - options.Horizon;
        var learnedAt = testedAt - options.Horizon;
        var (before, outcomes) = At(facts, learnedAt, options);
        if (before.Rows == 0)
        {
            return Checks.TooFew(
                $"Nobody had signed up on day {learnedAt:G6}, two horizons of {options.Horizon:G6} days before the end. Use a shorter horizon.");
        }

        var space = FeatureSpace.Learn(before, options.Features, options.SmallestGroup);
        if (space.Names.Count == 0)
        {
            return Checks.NoVariation($"The {before.Rows} people do not differ in any feature on day {learnedAt:G6}. Hand in orders, shares or friends.");
        }

        var model = LogisticModel.FitMatrix(outcomes, space.Names, space.Encode(before), options.Ridge, options.Level);
        if (!model.HasValue)
        {
            return model.Refusal;
        }

        var (later, tested) = At(facts, testedAt, options);
        var quality = ScoreQuality.Of(tested, ProbabilitiesOf(model.Value, space.Encode(later)), false, options.Level);
        return quality.HasValue
            ? new AdvocateScore(space, model.Value, options, learnedAt, testedAt, quality.Value, later.Recency, tested)
            : quality.Refusal;
    }

    /// <summary>Everybody who had signed up before a moment, the most likely to refer within the horizon first.</summary>
    /// <param name="facts">What is known, such as the facts of today without those who were erased.</param>
    /// <param name="at">The moment, in days. Only what was before it is read.</param>
    /// <returns>The people, or the refusal of the facts.</returns>
    public Estimate<AdvocateRanking> Rank(AdvocateFacts facts, double at)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!double.IsFinite(at))
        {
            throw new ArgumentOutOfRangeException(nameof(at), at, "The moment is a finite number of days.");
        }

        if (facts.Refusal is { } wrong)
        {
            return wrong;
        }

        var snapshot = AdvocateSnapshot.Of(facts, at);
        var matrix = _space.Encode(snapshot);
        return new AdvocateRanking(Model, _space, snapshot, matrix, ProbabilitiesOf(Model, matrix));
    }

    /// <summary>The score as a table: what counts, and how good it was in the test.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var (title, rows) in AdvocateReport.Of(this))
        {
            _ = text.Append(title).Append('\n');
            var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
            foreach (var row in rows)
            {
                var cells = row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
                _ = text.Append("  ").Append(string.Join("  ", cells).TrimEnd()).Append('\n');
            }

            _ = text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The same as a section of an HTML page: headings and tables without style, with all text encoded. It holds no ids.</summary>
    public string ToHtml() => AdvocateReport.ToHtml(this);

    /// <summary>In one line how good the score was.</summary>
    public override string ToString() => Quality.Curve.HasValue
        ? string.Create(CultureInfo.InvariantCulture, $"area {Quality.Curve.Value.Area}")
        : Quality.Curve.Refusal.ToString();

    private static (AdvocateSnapshot People, bool[] Outcomes) At(AdvocateFacts facts, double at, AdvocateOptions options)
    {
        var people = AdvocateSnapshot.Of(facts, at);
        return (people, Array.ConvertAll(people.FriendsUntil(at + options.Horizon), friends => friends > 0));
    }

    private static double[] ProbabilitiesOf(LogisticModel model, DesignMatrix matrix)
    {
        var probabilities = new double[matrix.Rows];
        for (var row = 0; row < probabilities.Length; row++)
        {
            probabilities[row] = model.Probability(matrix.Row(row));
        }

        return probabilities;
    }
}
