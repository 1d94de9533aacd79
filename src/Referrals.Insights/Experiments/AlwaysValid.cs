namespace Referrals.Insights.Experiments;

/// <summary>Intervals and p-values that stay valid however often, and whenever, somebody looks at a running experiment.</summary>
/// <remarks>
/// A usual 95 % interval holds for one look that was planned. With 20 looks its rate of false alarms is about 25 %, not 5 %.
/// </remarks>
public static class AlwaysValid
{
    /// <summary>The number of units at which intervals are tightest, unless said otherwise.</summary>
    public const double DefaultExpectedUnits = 5000;

    /// <summary>The interval of a difference of which the standard error is known, from an asymptotic confidence sequence.</summary>
    /// <remarks>
    /// I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy, A. Ramdas, Time-uniform central limit theory and asymptotic confidence sequences,
    /// arXiv 2103.06476, equation 9. Asymptotic: needs some hundred units.
    /// </remarks>
    /// <param name="difference">The estimated difference.</param>
    /// <param name="standardError">Its standard error, above 0.</param>
    /// <param name="units">The units of all compared variants together.</param>
    /// <param name="level">The level of the interval, over all looks together.</param>
    /// <param name="expectedUnits">The number of units at which the interval shall be tightest. It is valid at every other number too.</param>
    public static ConfidenceInterval Interval(
        double difference,
        double standardError,
        long units,
        double level = 0.95,
        double expectedUnits = DefaultExpectedUnits)
    {
        Check(standardError, units, expectedUnits);
        Checks.Level(level);
        var half = standardError * Critical(units, 1 - level, expectedUnits);
        return new ConfidenceInterval(difference - half, difference + half, level, "asymptotic confidence sequence");
    }

    /// <summary>The p-value that belongs to <see cref="Interval"/>: below 0.05 if, and only if, the 95 % interval excludes 0.</summary>
    /// <inheritdoc cref="Interval"/>
    public static double PValue(double difference, double standardError, long units, double level = 0.95, double expectedUnits = DefaultExpectedUnits)
    {
        Check(standardError, units, expectedUnits);
        var rate = Rate(1 - level, expectedUnits);
        var growth = (units * rate * rate) + 1;
        var z = difference / standardError;
        var log = (0.5 * Math.Log(growth)) - (0.5 * z * z * units * rate * rate / growth);
        return Math.Min(1, Math.Exp(log));
    }

    /// <summary>The mixture sequential probability ratio test of two proportions with groups of equal size.</summary>
    /// <remarks>
    /// R. Johari, P. Koomen, L. Pekelis, D. Walsh, Peeking at A/B tests: why it matters, and what to do about it, KDD 2017, 1517-1525. The
    /// p-value over several looks is the smallest so far.
    /// </remarks>
    /// <param name="rate1">The first proportion.</param>
    /// <param name="rate2">The second proportion.</param>
    /// <param name="unitsPerGroup">The units of each group.</param>
    /// <param name="mixingVariance">The variance of the differences that are thought possible, such as the square of 0.02; above 0.</param>
    /// <param name="level">The level of the interval, over all looks together.</param>
    public static Estimate<MixtureTest> MixtureTest(
        double rate1,
        double rate2,
        long unitsPerGroup,
        double mixingVariance,
        double level = 0.95)
    {
        Checks.Level(level);
        Checks.Positive(mixingVariance);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unitsPerGroup);
        if (rate1 is not (>= 0 and <= 1) || rate2 is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate1), $"Proportions are from 0 to 1; {rate1} and {rate2} are given.");
        }

        var variance = (rate1 * (1 - rate1)) + (rate2 * (1 - rate2));
        if (variance <= 0)
        {
            return Checks.NoVariation($"The proportions are {rate1} and {rate2}, so that their difference has no error. Wait for data.");
        }

        var (n, difference) = ((double)unitsPerGroup, rate2 - rate1);
        var spread = variance + (n * mixingVariance);
        var logRatio = (0.5 * Math.Log(variance / spread)) + (n * n * mixingVariance * difference * difference / (2 * variance * spread));
        var half = Math.Sqrt(variance * spread / (n * n * mixingVariance) * ((2 * Math.Log(1 / (1 - level))) + Math.Log(spread / variance)));
        return new MixtureTest(
            new SignificanceTest("mixture sequential probability ratio test", Math.Exp(Math.Min(700, logRatio)), Math.Min(1, Math.Exp(-logRatio))),
            new ConfidenceInterval(difference - half, difference + half, level, "mixture sequential probability ratio"));
    }

    /// <summary>How many standard errors the interval reaches to each side.</summary>
    internal static double Critical(double units, double alpha, double expectedUnits)
    {
        var rate = Rate(alpha, expectedUnits);
        var growth = (units * rate * rate) + 1;
        return Math.Sqrt(2 * growth / (units * rate * rate) * Math.Log(Math.Sqrt(growth) / alpha));
    }

    private static double Rate(double alpha, double expectedUnits) =>
        Math.Sqrt(((-2 * Math.Log(alpha)) + Math.Log(1 - (2 * Math.Log(alpha)))) / expectedUnits);

    private static void Check(double standardError, long units, double expectedUnits)
    {
        Checks.Positive(standardError);
        Checks.Positive(expectedUnits);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
    }
}

/// <summary>The result of <see cref="AlwaysValid.MixtureTest"/> at one look.</summary>
public sealed record MixtureTest
{
    internal MixtureTest(SignificanceTest test, ConfidenceInterval interval) => (Test, Interval) = (test, interval);

    /// <summary>The test; its statistic is the likelihood ratio.</summary>
    public SignificanceTest Test { get; }

    /// <summary>The interval of the second proportion minus the first.</summary>
    public ConfidenceInterval Interval { get; }
}
