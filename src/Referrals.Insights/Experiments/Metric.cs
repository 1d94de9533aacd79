namespace Referrals.Insights.Experiments;

/// <summary>A number per unit that an experiment may change, in the order of the rows of <see cref="ExperimentData"/>.</summary>
/// <remarks>Declare metrics, and how they are treated, before the experiment begins.</remarks>
/// <example><code>
/// var revenue = Metric.Mean("revenue", revenueOfUnits).Winsorized(0.99).AdjustedBy(revenueBefore);
/// </code></example>
public sealed record Metric
{
    private Metric(string name, MetricKind kind, double[] values)
    {
        Name = name;
        Kind = kind;
        Values = values;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What kind of number it is.</summary>
    public MetricKind Kind { get; }

    /// <summary>Whether a lower value is the better one, as for costs.</summary>
    public bool IsLowerBetter { get; private init; }

    /// <summary>The quantile to which the values are capped, over all variants together; <c>null</c> if they are not.</summary>
    public double? WinsorizedAt { get; private init; }

    /// <summary>The smallest difference to the control that matters, in units of the metric; <c>null</c> if none is declared.</summary>
    public double? SmallestEffect { get; private init; }

    /// <summary>Whether the variance is reduced by what was known of the units before the experiment (CUPED).</summary>
    public bool IsAdjusted => Covariate is not null;

    internal double[] Values { get; private init; }

    internal double[]? Denominators { get; private init; }

    internal double[]? Covariate { get; private init; }

    /// <summary>The part of units for which something is true, such as having referred somebody.</summary>
    public static Metric Proportion(string name, IReadOnlyList<bool> values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(values);
        return new Metric(name, MetricKind.Proportion, [.. values.Select(value => value ? 1d : 0d)]);
    }

    /// <summary>The mean per unit, such as revenue per customer; units without any count as 0.</summary>
    public static Metric Mean(string name, IReadOnlyList<double> values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(values);
        return new Metric(name, MetricKind.Mean, [.. values]);
    }

    /// <summary>The sum of one number over the sum of another, such as orders per visit. Its variance is that of the delta method.</summary>
    /// <remarks>A. Deng, U. Knoblich, J. Lu, Applying the delta method in metric analytics, KDD 2018, 233-242.</remarks>
    public static Metric Ratio(string name, IReadOnlyList<double> numerators, IReadOnlyList<double> denominators)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(numerators);
        ArgumentNullException.ThrowIfNull(denominators);
        Checks.SameLength(numerators.Count, denominators.Count, nameof(denominators));
        return new Metric(name, MetricKind.Ratio, [.. numerators]) { Denominators = [.. denominators] };
    }

    /// <summary>The same metric where a lower value is the better one.</summary>
    public Metric LowerIsBetter() => this with { IsLowerBetter = true };

    /// <summary>The same metric with high values capped, so that a few large ones do not drown the rest.</summary>
    /// <remarks>The means are then those of the capped values: a declared trade of a small bias for a much smaller variance.</remarks>
    /// <param name="quantile">Above 0.5, below 1; the cap is this quantile (R's type 7) of the values of all variants together.</param>
    /// <exception cref="InvalidOperationException">The metric is not a mean.</exception>
    public Metric Winsorized(double quantile)
    {
        Checks.Level(quantile);
        return Kind == MetricKind.Mean
            ? this with { WinsorizedAt = quantile }
            : throw new InvalidOperationException($"'{Name}' is a {Kind}; only means have values to cap.");
    }

    /// <summary>The same metric, adjusted by a number that was known of each unit before it took part (CUPED).</summary>
    /// <remarks>
    /// A. Deng, Y. Xu, R. Kohavi, T. Walker, Improving the sensitivity of online controlled experiments by utilizing pre-experiment data, WSDM
    /// 2013, 123-132. A number from after the assignment would hide the effect.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The metric is a ratio.</exception>
    public Metric AdjustedBy(IReadOnlyList<double> before)
    {
        ArgumentNullException.ThrowIfNull(before);
        Checks.SameLength(Values.Length, before.Count, nameof(before));
        return Kind != MetricKind.Ratio
            ? this with { Covariate = [.. before] }
            : throw new InvalidOperationException($"'{Name}' is a ratio; only proportions and means can be adjusted.");
    }

    /// <summary>The same metric with the smallest difference that matters. If every difference that fits is smaller, the report says so.</summary>
    /// <param name="difference">Above 0, in units of the metric.</param>
    public Metric WorthHaving(double difference)
    {
        Checks.Positive(difference);
        return this with { SmallestEffect = difference };
    }

    /// <summary>A difference as people read it; differences of proportions in percentage points.</summary>
    internal string Words(double difference) => Kind == MetricKind.Proportion
        ? Checks.Text($"{100 * difference:+0.00;-0.00;0} points")
        : Checks.Text($"{difference:+0.####;-0.####;0}");
}

/// <summary>Kinds of metrics.</summary>
public enum MetricKind
{
    /// <summary>The part of units for which something is true.</summary>
    Proportion = 0,

    /// <summary>The mean per unit.</summary>
    Mean = 1,

    /// <summary>The sum of one number over the sum of another.</summary>
    Ratio = 2,
}
