using Referrals.Insights.Numerics;

namespace Referrals.Insights.Experiments;

/// <summary>How many, their mean and their variance: all that is needed of a group to compare means.</summary>
public sealed record SampleSummary
{
    private SampleSummary(long count, double mean, double variance) => (Count, Mean, Variance) = (count, mean, variance);

    /// <summary>The number of observations.</summary>
    public long Count { get; }

    /// <summary>The mean.</summary>
    public double Mean { get; }

    /// <summary>The sample variance, with n - 1 below the line.</summary>
    public double Variance { get; }

    /// <summary>A summary of values; refused for fewer than two, and for values that are not finite.</summary>
    public static Estimate<SampleSummary> Of(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
        {
            return Checks.TooFew($"A variance needs at least 2 values, and there are {values.Length}. Wait for data.");
        }

        if (Checks.Finite(values, "the values") is { } refusal)
        {
            return refusal;
        }

        var (mean, squares) = (0d, 0d);
        for (var i = 0; i < values.Length; i++)
        {
            // B. P. Welford, Technometrics 4 (1962), 419-420: no difference of large numbers.
            var delta = values[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (values[i] - mean);
        }

        return new SampleSummary(values.Length, mean, squares / (values.Length - 1));
    }

    /// <summary>A summary that was computed elsewhere, such as by a database.</summary>
    /// <param name="count">From 2.</param>
    /// <param name="mean">Finite.</param>
    /// <param name="variance">The sample variance, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its limits.</exception>
    public static SampleSummary FromMoments(long count, double mean, double variance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        Checks.NotNegative(variance);
        return double.IsFinite(mean)
            ? new SampleSummary(count, mean, variance)
            : throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean is finite.");
    }
}

/// <summary>Compares means without assuming equal variances.</summary>
public static class Means
{
    /// <summary>The second mean minus the first, with the interval and test of Welch.</summary>
    /// <remarks>
    /// B. L. Welch, The generalization of Student's problem when several different population variances are involved, Biometrika 34 (1947),
    /// 28-35; degrees of freedom by F. E. Satterthwaite (1946). Assumes independent observations and a mean that is close to normal: with
    /// long tails, such as revenue, some hundred per group.
    /// </remarks>
    /// <param name="first">The first group, usually the control.</param>
    /// <param name="second">The second group.</param>
    /// <param name="level">The level of the interval.</param>
    public static Estimate<MeanComparison> Compare(SampleSummary first, SampleSummary second, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Checks.Level(level);
        var (a, b) = (first.Variance / first.Count, second.Variance / second.Count);
        if (a + b <= 0)
        {
            return Checks.NoVariation($"All values of each group are equal, so that their means have no error to compare with. Check the column.");
        }

        var (difference, error) = (second.Mean - first.Mean, Math.Sqrt(a + b));
        var df = (a + b) * (a + b) / ((a * a / (first.Count - 1)) + (b * b / (second.Count - 1)));
        var half = StudentT.Critical(level, df) * error;
        return new MeanComparison(
            new PointEstimate(difference, error, new ConfidenceInterval(difference - half, difference + half, level, "Welch t")),
            new SignificanceTest("Welch's t test", difference / error, StudentT.TwoSided(difference / error, df), df));
    }
}

/// <summary>The second of two means against the first.</summary>
public sealed record MeanComparison
{
    internal MeanComparison(PointEstimate difference, SignificanceTest test) => (Difference, Test) = (difference, test);

    /// <summary>The second mean minus the first.</summary>
    public PointEstimate Difference { get; }

    /// <summary>The test of equal means.</summary>
    public SignificanceTest Test { get; }
}
