using Referrals.Insights.Numerics;

namespace Referrals.Insights.Experiments;

/// <summary>Tests for the difference of two proportions. They do not agree on the same counts, so a result names its test.</summary>
public enum ProportionTest
{
    /// <summary>The score test with a pooled variance; its square is the chi-square without correction. Usual for large samples.</summary>
    PooledZ = 0,

    /// <summary>The chi-square with the continuity correction of Yates, the default of R's <c>prop.test</c>. Conservative.</summary>
    Yates = 1,

    /// <summary>Fisher's exact test. Valid for samples of any size, and conservative.</summary>
    FisherExact = 2,

    /// <summary>The likelihood ratio test, G.</summary>
    LikelihoodRatio = 3,
}

/// <summary>Estimates of one proportion, and of the difference of two, for counts that are looked at once.</summary>
/// <remarks>Assumes independent observations. For experiments that are watched while they run use <see cref="ExperimentReport"/>.</remarks>
public static class Proportions
{
    /// <summary>A proportion with Wilson's score interval.</summary>
    /// <remarks>E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.</remarks>
    /// <param name="successes">How many, from 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Of how many; refused if 0.</param>
    /// <param name="level">The level of the interval.</param>
    public static Estimate<PointEstimate> Estimate(long successes, long trials, double level = 0.95)
    {
        Checks.Level(level);
        if (Check(successes, trials) is { } refusal)
        {
            return refusal;
        }

        var p = (double)successes / trials;
        var (low, high) = Wilson(successes, trials, Normal.Critical(level));
        return new PointEstimate(p, Math.Sqrt(p * (1 - p) / trials), new ConfidenceInterval(low, high, level, "Wilson score"));
    }

    /// <summary>Compares a second proportion with a first one.</summary>
    /// <param name="successes1">How many in the first group, usually the control.</param>
    /// <param name="trials1">Of how many.</param>
    /// <param name="successes2">How many in the second group.</param>
    /// <param name="trials2">Of how many.</param>
    /// <param name="level">The level of the intervals.</param>
    public static Estimate<ProportionComparison> Compare(long successes1, long trials1, long successes2, long trials2, double level = 0.95)
    {
        Checks.Level(level);
        return (Check(successes1, trials1) ?? Check(successes2, trials2)) is { } refusal
            ? refusal
            : new ProportionComparison(successes1, trials1, successes2, trials2, level);
    }

    internal static Refusal? Check(long successes, long trials) =>
        trials <= 0 ? Checks.TooFew($"A proportion needs at least 1 trial, and there are {trials}. Wait for data.")
        : successes < 0 || successes > trials ? Checks.Invalid($"There are {successes} successes in {trials} trials. Count each trial once.")
        : null;

    internal static (double Low, double High) Wilson(long successes, long trials, double z)
    {
        var (n, p, square) = ((double)trials, (double)successes / trials, z * z);
        var centre = (p + (square / (2 * n))) / (1 + (square / n));
        var half = z / (1 + (square / n)) * Math.Sqrt((p * (1 - p) / n) + (square / (4 * n * n)));
        return (successes == 0 ? 0 : Math.Max(0, centre - half), successes == trials ? 1 : Math.Min(1, centre + half));
    }
}

/// <summary>The second of two proportions against the first.</summary>
public sealed record ProportionComparison
{
    private readonly long _x1;
    private readonly long _n1;
    private readonly long _x2;
    private readonly long _n2;

    internal ProportionComparison(long x1, long n1, long x2, long n2, double level)
    {
        (_x1, _n1, _x2, _n2) = (x1, n1, x2, n2);
        var (p1, p2, z) = ((double)x1 / n1, (double)x2 / n2, Normal.Critical(level));
        (Rate1, Rate2) = (p1, p2);
        var (low1, high1) = Proportions.Wilson(x1, n1, z);
        var (low2, high2) = Proportions.Wilson(x2, n2, z);
        Difference = new PointEstimate(
            p2 - p1,
            Math.Sqrt((p1 * (1 - p1) / n1) + (p2 * (1 - p2) / n2)),
            new ConfidenceInterval(
                p2 - p1 - Length(p2 - low2, high1 - p1),
                p2 - p1 + Length(high2 - p2, p1 - low1),
                level,
                "Newcombe hybrid score"));
        Lift = LiftOf(level, z);
    }

    /// <summary>The first proportion.</summary>
    public double Rate1 { get; }

    /// <summary>The second proportion.</summary>
    public double Rate2 { get; }

    /// <summary>The second minus the first, with Newcombe's hybrid score interval.</summary>
    /// <remarks>Method 10 of R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890.</remarks>
    public PointEstimate Difference { get; }

    /// <summary>The second over the first, minus 1, with an interval on the scale of the logarithm (D. Katz et al., Biometrics 34 (1978),
    /// 469-474); refused where a group has no success.</summary>
    public Estimate<PointEstimate> Lift { get; }

    /// <summary>The two-sided test of equal proportions; refused where no or every trial succeeded and the method then has no statistic.</summary>
    public Estimate<SignificanceTest> Test(ProportionTest test = ProportionTest.PooledZ)
    {
        var (successes, trials) = (_x1 + _x2, _n1 + _n2);
        if (test == ProportionTest.FisherExact)
        {
            return Fisher();
        }

        if (successes == 0 || successes == trials)
        {
            return Checks.NoVariation(
                $"{successes} of {trials} trials succeeded, so the two groups cannot be told apart. Wait for successes and failures, or use Fisher's test.");
        }

        var p = (double)successes / trials;
        var z = (Rate2 - Rate1) / Math.Sqrt(p * (1 - p) * ((1d / _n1) + (1d / _n2)));
        switch (test)
        {
            case ProportionTest.PooledZ:
                return new SignificanceTest("pooled z (score) test", z, Normal.TwoSided(z));
            case ProportionTest.Yates:
                var gap = Math.Max(0, Math.Abs(Rate2 - Rate1) - (0.5 * ((1d / _n1) + (1d / _n2))));
                var corrected = gap * gap / (p * (1 - p) * ((1d / _n1) + (1d / _n2)));
                return new SignificanceTest("chi-square with Yates' correction", corrected, ChiSquare.Survival(corrected, 1), 1);
            case ProportionTest.LikelihoodRatio:
                var g = 2 * (Term(_x1, _n1 * p) + Term(_n1 - _x1, _n1 * (1 - p)) + Term(_x2, _n2 * p) + Term(_n2 - _x2, _n2 * (1 - p)));
                return new SignificanceTest("likelihood ratio (G) test", Math.Max(0, g), ChiSquare.Survival(Math.Max(0, g), 1), 1);
            default:
                throw new ArgumentOutOfRangeException(nameof(test), test, "The test is one of the enumeration.");
        }
    }

    private static double Term(double observed, double expected) => observed == 0 ? 0 : observed * Math.Log(observed / expected);

    private static double Length(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private Estimate<PointEstimate> LiftOf(double level, double z)
    {
        if (_x1 == 0 || _x2 == 0)
        {
            return Checks.Undefined(
                $"The groups have {_x1} and {_x2} successes; a relative difference needs at least 1 in each. Use the absolute difference.");
        }

        var log = Math.Log(Rate2 / Rate1);
        var error = Math.Sqrt((1d / _x1) - (1d / _n1) + (1d / _x2) - (1d / _n2));
        return new PointEstimate(
            Elementary.Expm1(log),
            Math.Exp(log) * error,
            new ConfidenceInterval(Elementary.Expm1(log - (z * error)), Elementary.Expm1(log + (z * error)), level, "Katz log ratio"));
    }

    /// <summary>The sum of the probabilities of all tables that are not more probable than the one found, which is the statistic.</summary>
    private SignificanceTest Fisher()
    {
        var successes = _x1 + _x2;
        var (from, to) = (Math.Max(0, successes - _n2), Math.Min(successes, _n1));
        var start = LogChoose(_n1, from) + LogChoose(_n2, successes - from) - LogChoose(_n1 + _n2, successes);
        var found = LogChoose(_n1, _x1) + LogChoose(_n2, _x2) - LogChoose(_n1 + _n2, successes);
        var (sum, log) = (0d, start);
        for (var k = from; k <= to; k++)
        {
            // The small allowance treats tables as equally probable that differ by rounding only, as R does.
            sum += log <= found + 1e-7 ? Math.Exp(log) : 0;
            log += Math.Log((double)(_n1 - k) / (k + 1)) + Math.Log((successes - k) / ((double)_n2 - successes + k + 1));
        }

        return new SignificanceTest("Fisher's exact test", Math.Exp(found), Math.Min(1, sum));
    }

    private static double LogChoose(double n, double k) =>
        k <= 0 || k >= n ? 0 : -Math.Log(n + 1) - GammaFunctions.LogBeta(n - k + 1, k + 1);
}
