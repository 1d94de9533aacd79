using Referrals.Insights.Numerics;

namespace Referrals.Insights.Experiments;

/// <summary>Checks whether variants got the parts of people that they should have: if not, the data of the experiment is broken.</summary>
/// <remarks>
/// Pearson's chi-square. A mismatch has causes such as lost events, redirects or bots, and biases every other number of the experiment: A. Fabijan
/// et al., Diagnosing sample ratio mismatch in online controlled experiments, KDD 2019, 2156-2164.
/// </remarks>
public static class SampleRatio
{
    /// <summary>Below this p-value the counts are a mismatch: the usual bar, as the check is made at many looks.</summary>
    public const double DefaultThreshold = 0.001;

    /// <summary>Compares counts with weights.</summary>
    /// <param name="counts">How many units each variant has.</param>
    /// <param name="weights">The weights of the variants, relative to each other.</param>
    /// <param name="threshold">The p-value below which it is a mismatch.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a number is not valid.</exception>
    public static Estimate<SampleRatioCheck> Check(
        IReadOnlyList<long> counts,
        IReadOnlyList<double> weights,
        double threshold = DefaultThreshold)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(weights);
        Checks.SameLength(counts.Count, weights.Count, nameof(weights));
        Checks.Probability(threshold);
        foreach (var weight in weights)
        {
            Checks.NotNegative(weight);
        }

        foreach (var count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
        }

        var (total, sum) = (counts.Sum(), weights.Sum());
        if (counts.Where((_, i) => weights[i] == 0).Any(count => count > 0))
        {
            return new SampleRatioCheck(new SignificanceTest("units in a variant with a weight of 0", total, 0), true);
        }

        var arms = counts.Select((count, i) => (Count: (double)count, Expected: total * weights[i] / sum)).Where(arm => arm.Expected > 0).ToArray();
        if (arms.Length < 2 || arms.Any(arm => arm.Expected < 5))
        {
            return Checks.TooFew($"The check needs two variants with 5 expected units each, and there are {total} units in all. Wait for data.");
        }

        var statistic = arms.Sum(arm => (arm.Count - arm.Expected) * (arm.Count - arm.Expected) / arm.Expected);
        var p = ChiSquare.Survival(statistic, arms.Length - 1);
        return new SampleRatioCheck(new SignificanceTest("Pearson's chi-square", statistic, p, arms.Length - 1), p < threshold);
    }
}

/// <summary>Whether the parts of the variants are as planned.</summary>
public sealed record SampleRatioCheck
{
    internal SampleRatioCheck(SignificanceTest test, bool isMismatch) => (Test, IsMismatch) = (test, isMismatch);

    /// <summary>The test of the counts against the weights.</summary>
    public SignificanceTest Test { get; }

    /// <summary>Whether the counts differ from the weights by more than chance. Then find the cause, and do not read the results.</summary>
    public bool IsMismatch { get; }
}
