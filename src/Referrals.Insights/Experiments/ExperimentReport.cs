using System.Globalization;
using System.Text;
using Referrals.Insights.Numerics;

namespace Referrals.Insights.Experiments;

/// <summary>How an experiment is analyzed. The defaults are safe to look at any time.</summary>
public sealed record ExperimentAnalysisOptions
{
    /// <summary>The rate of false alarms, over all looks and, with a correction, over all variants of a metric.</summary>
    /// <value>0.05; above 0, below 0.5.</value>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Whether results are looked at once, at a size fixed before the start, or at any time.</summary>
    /// <value><see cref="Looks.AnyTime"/>.</value>
    public Looks Looks { get; init; } = Looks.AnyTime;

    /// <summary>How several variants are corrected for.</summary>
    /// <value><see cref="Correction.Holm"/>.</value>
    public Correction Correction { get; init; } = Correction.Holm;

    /// <summary>The number of units of a pair of variants at which always-valid intervals shall be tightest.</summary>
    /// <value><see cref="AlwaysValid.DefaultExpectedUnits"/>.</value>
    public double ExpectedUnits { get; init; } = AlwaysValid.DefaultExpectedUnits;
}

/// <summary>What an experiment says, and what to do.</summary>
public sealed class ExperimentReport
{
    private ExperimentReport(ExperimentData data, Estimate<SampleRatioCheck> ratio, IReadOnlyList<MetricResult> metrics, ExperimentAnalysisOptions options)
    {
        Variants = data.Variants;
        Counts = data.Counts;
        SampleRatio = ratio;
        Metrics = metrics;
        Options = options;
        Recommendation = Recommendation.Of(this);
    }

    /// <summary>The variants, the control first.</summary>
    public IReadOnlyList<string> Variants { get; }

    /// <summary>The units of each variant.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>Whether the parts of the variants are as planned. If not, no metric is to be believed.</summary>
    public Estimate<SampleRatioCheck> SampleRatio { get; }

    /// <summary>The metrics; the first one decides, the others are read beside it.</summary>
    public IReadOnlyList<MetricResult> Metrics { get; }

    /// <summary>How it was analyzed.</summary>
    public ExperimentAnalysisOptions Options { get; }

    /// <summary>What to do, and how sure that is.</summary>
    public Recommendation Recommendation { get; }

    /// <summary>Analyzes an experiment.</summary>
    /// <param name="data">Who took part.</param>
    /// <param name="metrics">One or more metrics; the first one decides.</param>
    /// <param name="options">How to analyze; the defaults are safe to look at any time.</param>
    /// <exception cref="ArgumentException">There is no metric, a column has another length than the data, or an option is outside its limits.</exception>
    public static ExperimentReport Create(ExperimentData data, IReadOnlyList<Metric> metrics, ExperimentAnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metrics);
        options ??= new ExperimentAnalysisOptions();
        if (options.Alpha is not (> 0 and < 0.5))
        {
            throw new ArgumentException($"Alpha is above 0 and below 0.5; it is {options.Alpha}.", nameof(options));
        }

        Checks.Positive(options.ExpectedUnits);
        return metrics.Count == 0
            ? throw new ArgumentException("An experiment needs at least one metric.", nameof(metrics))
            : new ExperimentReport(
                data,
                Experiments.SampleRatio.Check(data.Counts, data.Weights),
                [.. metrics.Select(metric => MetricResult.Of(data, metric, options))],
                options);
    }

    /// <summary>The report as a table with the recommendation above it.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        _ = text.Append(Recommendation.Text).Append("\n\n");
        foreach (var metric in Metrics)
        {
            metric.Write(text);
        }

        return text.ToString();
    }
}

/// <summary>One metric of an experiment.</summary>
public sealed class MetricResult
{
    private MetricResult(Metric metric, Refusal? refusal, IReadOnlyList<VariantValue> values, IReadOnlyList<VariantComparison> comparisons)
    {
        Metric = metric;
        Refusal = refusal;
        Values = values;
        Comparisons = comparisons;
    }

    /// <summary>The metric.</summary>
    public Metric Metric { get; }

    /// <summary>Why the metric has no values and comparisons; <c>null</c> if it has.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value of each variant, the control first.</summary>
    public IReadOnlyList<VariantValue> Values { get; }

    /// <summary>Each other variant against the control.</summary>
    public IReadOnlyList<VariantComparison> Comparisons { get; }

    internal static MetricResult Of(ExperimentData data, Metric metric, ExperimentAnalysisOptions options)
    {
        var (refusal, values) = MetricSummary.Of(data, metric);
        if (refusal is not null)
        {
            return new MetricResult(metric, refusal, [], []);
        }

        var others = values[1..];
        var raw = others.Select(value => VariantComparison.RawPValueOf(values[0], value, options)).ToArray();
        var corrected = MultipleComparisons.Correct(raw, options.Correction);
        return new MetricResult(metric, null, values, [.. others.Select((value, i) => new VariantComparison(
            metric, values[0], value, raw[i], corrected[i], others.Length, options))]);
    }

    internal void Write(StringBuilder text)
    {
        var capped = Metric.WinsorizedAt is { } quantile ? Checks.Text($", capped at the {quantile:G4} quantile") : "";
        _ = text.Append(Metric.Name).Append(" (").Append(Metric.Kind.ToString().ToLowerInvariant()).Append(capped)
            .Append(Metric.IsAdjusted ? ", adjusted by CUPED" : "").Append(Metric.IsLowerBetter ? ", lower is better" : "").Append(")\n");
        if (Refusal is not null)
        {
            _ = text.Append("  ").Append(Refusal.Message).Append('\n');
            return;
        }

        _ = text.Append(CultureInfo.InvariantCulture, $"  {"variant",-16}{"units",10}{"value",12}{"difference",13}  {"interval",-26}{"p",8}{"P(better)",11}  verdict\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"  {Values[0].Variant,-16}{Values[0].Units,10:N0}{Values[0].Value,12:G5}\n");
        foreach (var one in Comparisons)
        {
            var interval = Checks.Text($"{one.Difference.Interval.Low:G4} to {one.Difference.Interval.High:G4}");
            _ = text.Append(
                CultureInfo.InvariantCulture,
                $"  {one.Value.Variant,-16}{one.Value.Units,10:N0}{one.Value.Value,12:G5}{one.Difference.Value,13:G4}  {interval,-26}{one.PValue,8:G3}{Math.Clamp(one.ProbabilityBetter, 0.001, 0.999),11:P1}  {one.Verdict}\n");
        }
    }
}

/// <summary>What the comparison of a variant with the control says.</summary>
public enum VariantVerdict
{
    /// <summary>The data does not decide yet.</summary>
    Undecided = 0,

    /// <summary>The variant is better than the control.</summary>
    Better = 1,

    /// <summary>The variant is worse than the control.</summary>
    Worse = 2,

    /// <summary>Whatever difference there is, it is smaller than the smallest that matters.</summary>
    NoRelevantDifference = 3,
}

/// <summary>One variant against the control.</summary>
public sealed class VariantComparison
{
    private readonly Lazy<BayesianComparison> _posterior;
    private readonly bool _isLowerBetter;

    internal VariantComparison(
        Metric metric,
        VariantValue control,
        VariantValue value,
        double rawPValue,
        double pValue,
        int comparisons,
        ExperimentAnalysisOptions options)
    {
        (Value, RawPValue, PValue, _isLowerBetter) = (value, rawPValue, pValue, metric.IsLowerBetter);
        var units = control.Units + value.Units;
        var alpha = options.Correction == Correction.None ? options.Alpha : options.Alpha / comparisons;
        var error = Error(control, value);
        var critical = Critical(units, alpha, options);
        var method = options.Looks == Looks.AnyTime ? "asymptotic confidence sequence" : "normal approximation";
        var difference = value.Value - control.Value;
        Difference = new PointEstimate(
            difference,
            error,
            new ConfidenceInterval(difference - (critical * error), difference + (critical * error), 1 - alpha, method));
        Lift = LiftOf(control, value, critical, 1 - alpha, method);
        Verdict = pValue < options.Alpha ? difference > 0 != metric.IsLowerBetter ? VariantVerdict.Better : VariantVerdict.Worse
            : metric.SmallestEffect is { } smallest && Math.Max(-Difference.Interval.Low, Difference.Interval.High) < smallest
                ? VariantVerdict.NoRelevantDifference
            : VariantVerdict.Undecided;
        _posterior = new Lazy<BayesianComparison>(() => PosteriorOf(metric, control, value, difference, error));
    }

    /// <summary>The variant and its value.</summary>
    public VariantValue Value { get; }

    /// <summary>The variant minus the control. With several variants the intervals hold together (Bonferroni).</summary>
    public PointEstimate Difference { get; }

    /// <summary>The variant over the control, minus 1; refused where a value is not above 0.</summary>
    public Estimate<PointEstimate> Lift { get; }

    /// <summary>The p-value of this comparison alone.</summary>
    public double RawPValue { get; }

    /// <summary>The p-value after the correction for several variants. The verdict follows from it.</summary>
    public double PValue { get; }

    /// <summary>The verdict.</summary>
    public VariantVerdict Verdict { get; }

    /// <summary>The Bayesian reading of the same data; a flat prior, exact for proportions that are not adjusted.</summary>
    /// <remarks>It does not correct for several variants or looks, so the verdict does not rest on it.</remarks>
    public BayesianComparison Posterior => _posterior.Value;

    /// <summary>The probability that the variant is better than the control, by <see cref="Posterior"/>.</summary>
    public double ProbabilityBetter => _isLowerBetter ? 1 - Posterior.ProbabilityBetter : Posterior.ProbabilityBetter;

    /// <summary>What is lost on average by choosing the variant, in units of the metric, by <see cref="Posterior"/>.</summary>
    public double ExpectedLoss => _isLowerBetter ? Posterior.ExpectedLossOfFirst : Posterior.ExpectedLossOfSecond;

    internal static double RawPValueOf(VariantValue control, VariantValue value, ExperimentAnalysisOptions options)
    {
        var (difference, error) = (value.Value - control.Value, Error(control, value));
        return options.Looks == Looks.AnyTime
            ? AlwaysValid.PValue(difference, error, control.Units + value.Units, 1 - options.Alpha, options.ExpectedUnits)
            : Normal.TwoSided(difference / error);
    }

    private static double Error(VariantValue control, VariantValue value) =>
        Math.Sqrt((control.StandardError * control.StandardError) + (value.StandardError * value.StandardError));

    private static double Critical(long units, double alpha, ExperimentAnalysisOptions options) => options.Looks == Looks.AnyTime
        ? AlwaysValid.Critical(units, alpha, options.ExpectedUnits)
        : Normal.Critical(1 - alpha);

    private static Estimate<PointEstimate> LiftOf(VariantValue control, VariantValue value, double critical, double level, string method)
    {
        if (!(control.Value > 0 && value.Value > 0))
        {
            return Checks.Undefined(
                $"The values are {control.Value} and {value.Value}; a relative difference needs both above 0. Use the absolute difference.");
        }

        var log = Math.Log(value.Value / control.Value);
        var (first, second) = (control.StandardError / control.Value, value.StandardError / value.Value);
        var error = Math.Sqrt((first * first) + (second * second));
        return new PointEstimate(Elementary.Expm1(log), Math.Exp(log) * error, new ConfidenceInterval(
            Elementary.Expm1(log - (critical * error)),
            Elementary.Expm1(log + (critical * error)),
            level,
            method + " of the log ratio"));
    }

    private static BayesianComparison PosteriorOf(
        Metric metric,
        VariantValue control,
        VariantValue value,
        double difference,
        double error)
    {
        if (metric.Kind != MetricKind.Proportion || metric.IsAdjusted)
        {
            return BayesianComparison.OfDifference(difference, error);
        }

        var (first, second) = ((long)Math.Round(control.Value * control.Units), (long)Math.Round(value.Value * value.Units));
        return BayesianComparison.OfProportions(first, control.Units, second, value.Units).OrThrow();
    }
}
