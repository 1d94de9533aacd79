using Referrals.Insights.Numerics;

namespace Referrals.Insights.Experiments;

/// <summary>How somebody will look at the results of an experiment.</summary>
public enum Looks
{
    /// <summary>At any time and as often as wanted. Costs some precision.</summary>
    AnyTime = 0,

    /// <summary>Once, at a size that was fixed before the start.</summary>
    Once = 1,
}

/// <summary>How many units an experiment needs, and what it can find with those it has.</summary>
public static class SampleSize
{
    private const double Most = 1e12;

    /// <summary>The units per variant that find a change of a proportion.</summary>
    /// <remarks>
    /// The normal approximation of J. L. Fleiss, Statistical Methods for Rates and Proportions (1981), as in R's <c>power.prop.test</c>. With
    /// <see cref="Looks.AnyTime"/>, the boundary of <see cref="AlwaysValid"/> at that size takes the place of the normal quantile; the experiment
    /// often ends earlier.
    /// </remarks>
    /// <param name="baseline">The proportion of the control, between 0 and 1.</param>
    /// <param name="target">The proportion that shall be found, another one.</param>
    /// <param name="power">The probability of finding it.</param>
    /// <param name="alpha">The rate of false alarms, two-sided.</param>
    /// <param name="comparisons">The number of variants beside the control; alpha is divided by it.</param>
    /// <param name="looks">Whether results are looked at once or at any time.</param>
    public static Estimate<SampleSizePlan> ForProportions(
        double baseline,
        double target,
        double power = 0.8,
        double alpha = 0.05,
        int comparisons = 1,
        Looks looks = Looks.Once)
    {
        Checks.Probability(baseline);
        Checks.Probability(target);
        Check(power, alpha, comparisons);
        return baseline == target
            ? Checks.Undefined($"The baseline and the target are both {baseline}; no size finds a difference of 0. Give the smallest change worth having.")
            : Solve(n => PowerForProportions(baseline, target, n, alpha / comparisons, looks), power);
    }

    /// <summary>The units per variant that find a difference of means.</summary>
    /// <remarks>
    /// The normal approximation plus the correction z^2 / 4 for estimated variances: W. C. Guenther, The American Statistician 35 (1981), 243-244.
    /// </remarks>
    /// <param name="standardDeviation">The standard deviation of the metric, above 0; that left after CUPED where it is used.</param>
    /// <param name="difference">The difference that shall be found; not 0.</param>
    /// <param name="power">The probability of finding it.</param>
    /// <param name="alpha">The rate of false alarms, two-sided.</param>
    /// <param name="comparisons">The number of variants beside the control; alpha is divided by it.</param>
    /// <param name="looks">Whether results are looked at once or at any time.</param>
    public static Estimate<SampleSizePlan> ForMeans(
        double standardDeviation,
        double difference,
        double power = 0.8,
        double alpha = 0.05,
        int comparisons = 1,
        Looks looks = Looks.Once)
    {
        Checks.Positive(standardDeviation);
        Check(power, alpha, comparisons);
        if (difference == 0 || !double.IsFinite(difference))
        {
            return Checks.Undefined($"No size finds a difference of {difference}. Give the smallest difference worth having.");
        }

        var effect = Math.Abs(difference) / standardDeviation;
        return Solve(n => PowerForMeans(effect, n, alpha / comparisons, looks), power);
    }

    /// <summary>The probability that an experiment of a given size finds a change of a proportion.</summary>
    /// <inheritdoc cref="ForProportions"/>
    /// <param name="baseline">The proportion of the control.</param>
    /// <param name="target">The proportion of the variant.</param>
    /// <param name="unitsPerVariant">The units of each variant.</param>
    /// <param name="alpha">The rate of false alarms, two-sided.</param>
    /// <param name="looks">Whether results are looked at once or at any time.</param>
    public static double PowerForProportions(double baseline, double target, double unitsPerVariant, double alpha = 0.05, Looks looks = Looks.Once)
    {
        Checks.Probability(baseline);
        Checks.Probability(target);
        Checks.Positive(unitsPerVariant);
        Checks.Probability(alpha);
        var pooled = 0.5 * (baseline + target);
        var spread = Math.Sqrt((baseline * (1 - baseline)) + (target * (1 - target)));
        var critical = Critical(unitsPerVariant, alpha, looks) * Math.Sqrt(2 * pooled * (1 - pooled));
        return Normal.Cdf(((Math.Sqrt(unitsPerVariant) * Math.Abs(target - baseline)) - critical) / spread);
    }

    /// <summary>The smallest rise of a proportion that an experiment of a given size finds with the given power.</summary>
    /// <inheritdoc cref="ForProportions"/>
    /// <param name="baseline">The proportion of the control.</param>
    /// <param name="unitsPerVariant">The units of each variant.</param>
    /// <param name="power">The probability of finding it.</param>
    /// <param name="alpha">The rate of false alarms, two-sided.</param>
    /// <param name="looks">Whether results are looked at once or at any time.</param>
    /// <returns>The smallest proportion that is found, or a refusal where none up to 1 would be.</returns>
    public static Estimate<DetectableEffect> DetectableProportion(
        double baseline,
        double unitsPerVariant,
        double power = 0.8,
        double alpha = 0.05,
        Looks looks = Looks.Once)
    {
        Checks.Probability(baseline);
        Checks.Positive(unitsPerVariant);
        Check(power, alpha, 1);
        var highest = 1 - ((1 - baseline) * 1e-9);
        if (PowerForProportions(baseline, highest, unitsPerVariant, alpha, looks) < power)
        {
            return Checks.TooFew(
                $"{unitsPerVariant} units per variant find no rise of {baseline} with a power of {power}, however large. Plan for more units.");
        }

        var lowest = Math.Min(baseline * (1 + 1e-12), highest);
        var target = Root.Find(p => PowerForProportions(baseline, p, unitsPerVariant, alpha, looks) - power, lowest, highest);
        return new DetectableEffect(target, target - baseline, (target / baseline) - 1);
    }

    private static double PowerForMeans(double effect, double n, double alpha, Looks looks)
    {
        var critical = Critical(n, alpha, looks);
        var corrected = Math.Max(0, n - (0.25 * critical * critical));
        return Normal.Cdf((Math.Sqrt(0.5 * corrected) * effect) - critical);
    }

    private static double Critical(double unitsPerVariant, double alpha, Looks looks) => looks == Looks.Once
        ? Normal.Critical(1 - alpha)
        : AlwaysValid.Critical(2 * unitsPerVariant, alpha, AlwaysValid.DefaultExpectedUnits);

    private static Estimate<SampleSizePlan> Solve(Func<double, double> power, double wanted)
    {
        if (power(Most) < wanted)
        {
            return Checks.Undefined($"More than {Most:E0} units per variant would be needed. Look for a greater difference.");
        }

        var log = Root.Find(u => power(Math.Exp(u)) - wanted, Math.Log(2), Math.Log(Most));
        return new SampleSizePlan(Math.Exp(log), power);
    }

    private static void Check(double power, double alpha, int comparisons)
    {
        Checks.Probability(alpha);
        if (!(power > alpha && power < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(power), power, "The power is above alpha and below 1, such as 0.8.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(comparisons, 1);
    }
}

/// <summary>The size of an experiment.</summary>
public sealed record SampleSizePlan
{
    internal SampleSizePlan(double exact, Func<double, double> power)
    {
        Exact = exact;
        UnitsPerVariant = (long)Math.Ceiling(exact - 1e-9);
        Power = power(UnitsPerVariant);
    }

    /// <summary>The units that each variant needs.</summary>
    public long UnitsPerVariant { get; }

    /// <summary>The same before it was rounded up.</summary>
    public double Exact { get; }

    /// <summary>The power with the units rounded up.</summary>
    public double Power { get; }

    /// <summary>How many days the experiment takes.</summary>
    /// <param name="unitsPerDay">How many units take part each day, over all variants.</param>
    /// <param name="variants">The number of variants, with the control.</param>
    public double Days(double unitsPerDay, int variants = 2)
    {
        Checks.Positive(unitsPerDay);
        ArgumentOutOfRangeException.ThrowIfLessThan(variants, 2);
        return UnitsPerVariant * variants / unitsPerDay;
    }
}

/// <summary>The smallest effect that an experiment finds.</summary>
public sealed record DetectableEffect
{
    internal DetectableEffect(double target, double difference, double lift) => (Target, Difference, Lift) = (target, difference, lift);

    /// <summary>The value of the metric.</summary>
    public double Target { get; }

    /// <summary>The target minus the baseline.</summary>
    public double Difference { get; }

    /// <summary>The target over the baseline, minus 1.</summary>
    public double Lift { get; }
}
