namespace Referrals.Insights.Experiments;

/// <summary>The value of a metric in one variant.</summary>
public sealed record VariantValue
{
    internal VariantValue(string variant, long units, double value, double standardError) =>
        (Variant, Units, Value, StandardError) = (variant, units, value, standardError);

    /// <summary>The variant.</summary>
    public string Variant { get; }

    /// <summary>The number of its units.</summary>
    public long Units { get; }

    /// <summary>The value of the metric, after capping and adjustment where they are declared.</summary>
    public double Value { get; }

    /// <summary>The standard error of the value.</summary>
    public double StandardError { get; }
}

/// <summary>Folds the columns of a metric into one value per variant.</summary>
internal static class MetricSummary
{
    /// <summary>Below this number of units per variant, or of successes and failures of a proportion, nothing is decided.</summary>
    public const int FewestUnits = 50;

    /// <summary>Below this number of successes, or of failures, in all variants together, proportions are not compared.</summary>
    public const int FewestEvents = 10;

    public static (Refusal? Refusal, VariantValue[] Values) Of(ExperimentData data, Metric metric)
    {
        Checks.SameLength(data.Units, metric.Values.Length, metric.Name);
        for (var arm = 0; arm < data.Variants.Count; arm++)
        {
            if (data.Counts[arm] < FewestUnits)
            {
                return (Checks.TooFew(
                    $"The variant '{data.Variants[arm]}' has {data.Counts[arm]} units, and {FewestUnits} are needed. Keep the experiment running."), []);
            }
        }

        if ((Checks.Finite(metric.Values, metric.Name)
            ?? (metric.Denominators is { } below ? Checks.Finite(below, metric.Name + " (denominators)") : null)
            ?? (metric.Covariate is { } before ? Checks.Finite(before, metric.Name + " (before)") : null)) is { } refusal)
        {
            return (refusal, []);
        }

        return metric.Kind == MetricKind.Ratio ? Ratios(data, metric) : MeansOf(data, metric);
    }

    private static (Refusal?, VariantValue[]) MeansOf(ExperimentData data, Metric metric)
    {
        var values = metric.Values;
        if (metric.Kind == MetricKind.Proportion && (Math.Min(values.Sum(), values.Length - values.Sum()) is var events && events < FewestEvents))
        {
            return (Checks.TooFew(
                $"'{metric.Name}' has {values.Sum()} successes in {values.Length} units; {FewestEvents} successes and failures are needed. Keep the experiment running."), []);
        }

        if (metric.WinsorizedAt is { } quantile)
        {
            var cap = Quantiles.Of(values, quantile);
            if (cap <= values.Min())
            {
                return (Checks.NoVariation(
                    $"The {quantile} quantile of '{metric.Name}' is its smallest value, {cap}: capping would leave nothing. Use a higher quantile, or a proportion."), []);
            }

            values = [.. values.Select(value => Math.Min(value, cap))];
        }

        var arms = Moments.ByArm(data.Assigned, data.Variants.Count, metric.Covariate ?? values, values);
        var adjust = metric.Covariate is not null && arms.Sum(arm => arm.Xx) > 0;
        var slope = adjust ? arms.Sum(arm => arm.Xy) / arms.Sum(arm => arm.Xx) : 0;
        var centre = adjust ? arms.Sum(arm => arm.Count * arm.X) / data.Units : 0;
        return Finish(data, metric, arm =>
        {
            var m = arms[arm];
            return adjust
                ? (m.Y - (slope * (m.X - centre)), (m.Yy - (2 * slope * m.Xy) + (slope * slope * m.Xx)) / (m.Count - 1) / m.Count)
                : (m.Y, m.Yy / (m.Count - 1) / m.Count);
        });
    }

    private static (Refusal?, VariantValue[]) Ratios(ExperimentData data, Metric metric)
    {
        var arms = Moments.ByArm(data.Assigned, data.Variants.Count, metric.Denominators!, metric.Values);
        for (var arm = 0; arm < arms.Length; arm++)
        {
            if (!(arms[arm].X > 0))
            {
                return (Checks.Undefined(
                    $"The denominators of '{metric.Name}' in the variant '{data.Variants[arm]}' have a mean of {arms[arm].X}; it must be above 0."), []);
            }
        }

        return Finish(data, metric, arm =>
        {
            var m = arms[arm];
            var ratio = m.Y / m.X;
            return (ratio, (m.Yy - (2 * ratio * m.Xy) + (ratio * ratio * m.Xx)) / (m.Count - 1) / m.Count / (m.X * m.X));
        });
    }

    private static (Refusal?, VariantValue[]) Finish(ExperimentData data, Metric metric, Func<int, (double Value, double Variance)> of)
    {
        var values = new VariantValue[data.Variants.Count];
        for (var arm = 0; arm < values.Length; arm++)
        {
            var (value, variance) = of(arm);
            values[arm] = new VariantValue(data.Variants[arm], data.Counts[arm], value, Math.Sqrt(Math.Max(0, variance)));
        }

        return values.Skip(1).Any(value => value.StandardError + values[0].StandardError <= 0)
            ? (Checks.NoVariation($"All values of '{metric.Name}' are equal within the variants. Keep the experiment running, or check the column."), [])
            : (null, values);
    }
}

/// <summary>Means, and sums of squares and products around them, of the rows of one variant.</summary>
internal sealed record Moments
{
    public double Count { get; private set; }

    public double X { get; private set; }

    public double Y { get; private set; }

    public double Xx { get; private set; }

    public double Xy { get; private set; }

    public double Yy { get; private set; }

    public static Moments[] ByArm(ReadOnlySpan<int> assigned, int arms, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var moments = new Moments[arms];
        for (var arm = 0; arm < arms; arm++)
        {
            moments[arm] = new Moments();
        }

        for (var row = 0; row < assigned.Length; row++)
        {
            moments[assigned[row]].Add(x[row], y[row]);
        }

        return moments;
    }

    private void Add(double x, double y)
    {
        Count++;
        var (dx, dy) = (x - X, y - Y);
        X += dx / Count;
        Y += dy / Count;
        Xx += dx * (x - X);
        Xy += dx * (y - Y);
        Yy += dy * (y - Y);
    }
}

/// <summary>Quantiles of a sample.</summary>
internal static class Quantiles
{
    /// <summary>The quantile by linear interpolation: type 7 of R. J. Hyndman and Y. Fan, The American Statistician 50 (1996), 361-365.</summary>
    public static double Of(IReadOnlyList<double> values, double probability)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return OfSorted(sorted, probability);
    }

    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        var place = probability * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[^1];
    }
}
