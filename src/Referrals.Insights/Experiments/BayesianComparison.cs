using Referrals.Insights.Numerics;

namespace Referrals.Insights.Experiments;

/// <summary>What to believe about the second of two variants after the data, and what a wrong choice would cost.</summary>
public sealed record BayesianComparison
{
    private BayesianComparison(string model, double better, double lossSecond, double lossFirst, double mean, ConfidenceInterval interval)
    {
        Model = model;
        ProbabilityBetter = better;
        ExpectedLossOfSecond = lossSecond;
        ExpectedLossOfFirst = lossFirst;
        Difference = mean;
        CredibleInterval = interval;
    }

    /// <summary>The model and the prior.</summary>
    public string Model { get; }

    /// <summary>The probability that the second is higher than the first.</summary>
    public double ProbabilityBetter { get; }

    /// <summary>What is lost on average by choosing the second, in units of the metric: the mean of how far it is below the first, where it is.</summary>
    public double ExpectedLossOfSecond { get; }

    /// <summary>What is lost on average by choosing the first.</summary>
    public double ExpectedLossOfFirst { get; }

    /// <summary>The posterior mean of the second minus the first.</summary>
    public double Difference { get; }

    /// <summary>The credible interval of the second minus the first.</summary>
    public ConfidenceInterval CredibleInterval { get; }

    /// <summary>Two proportions with beta priors: the exact posterior.</summary>
    /// <remarks>
    /// The probability and the losses are those of E. Miller, Formulas for Bayesian A/B testing (2015), and C. Stucchio, Bayesian A/B testing at VWO
    /// (2015), by quadrature over the log odds, so that priors need not be whole numbers. The interval of the difference is that of the normal
    /// distribution with the exact mean and variance.
    /// </remarks>
    /// <param name="successes1">How many in the first group.</param>
    /// <param name="trials1">Of how many.</param>
    /// <param name="successes2">How many in the second group.</param>
    /// <param name="trials2">Of how many.</param>
    /// <param name="priorSuccesses">The first parameter of the beta prior of both; 1 with 1 is the uniform prior.</param>
    /// <param name="priorFailures">The second parameter of the prior.</param>
    /// <param name="level">The level of the credible interval.</param>
    public static Estimate<BayesianComparison> OfProportions(
        long successes1,
        long trials1,
        long successes2,
        long trials2,
        double priorSuccesses = 1,
        double priorFailures = 1,
        double level = 0.95)
    {
        Checks.Positive(priorSuccesses);
        Checks.Positive(priorFailures);
        Checks.Level(level);
        if ((Proportions.Check(successes1, trials1) ?? Proportions.Check(successes2, trials2)) is { } refusal)
        {
            return refusal;
        }

        var (a1, b1) = (priorSuccesses + successes1, priorFailures + trials1 - successes1);
        var (a2, b2) = (priorSuccesses + successes2, priorFailures + trials2 - successes2);
        var (mean1, mean2) = (a1 / (a1 + b1), a2 / (a2 + b2));
        var better = Exceeds(a1, b1, a2, b2);
        var variance = (mean1 * (1 - mean1) / (a1 + b1 + 1)) + (mean2 * (1 - mean2) / (a2 + b2 + 1));
        var half = Normal.Critical(level) * Math.Sqrt(variance);
        return new BayesianComparison(
            Checks.Text($"beta-binomial with a Beta({priorSuccesses}, {priorFailures}) prior"),
            better,
            Math.Max(0, (mean1 * Exceeds(a2, b2, a1 + 1, b1)) - (mean2 * Exceeds(a2 + 1, b2, a1, b1))),
            Math.Max(0, (mean2 * Exceeds(a1, b1, a2 + 1, b2)) - (mean1 * Exceeds(a1 + 1, b1, a2, b2))),
            mean2 - mean1,
            new ConfidenceInterval(mean2 - mean1 - half, mean2 - mean1 + half, level, "normal approximation of the posterior"));
    }

    /// <summary>A difference whose estimate is close to normal, with a flat prior.</summary>
    /// <param name="difference">The estimate of the second minus the first.</param>
    /// <param name="standardError">Its standard error, above 0.</param>
    /// <param name="level">The level of the credible interval.</param>
    public static BayesianComparison OfDifference(double difference, double standardError, double level = 0.95)
    {
        Checks.Positive(standardError);
        Checks.Level(level);
        var z = difference / standardError;
        var half = Normal.Critical(level) * standardError;
        return new BayesianComparison(
            "normal with a flat prior",
            Normal.Cdf(z),
            Math.Max(0, standardError * (Normal.Pdf(z) - (z * Normal.Cdf(-z)))),
            Math.Max(0, standardError * (Normal.Pdf(z) + (z * Normal.Cdf(z)))),
            difference,
            new ConfidenceInterval(difference - half, difference + half, level, "normal posterior"));
    }

    /// <summary>P(second &gt; first) for two beta distributions.</summary>
    internal static double Exceeds(double a1, double b1, double a2, double b2)
    {
        // With x = logistic(u), the density of u is x^a (1 - x)^b / B: smooth and falling on both sides, so that the plain sum of the
        // trapezoidal rule is as good as exact.
        const int points = 200;
        var centre = Math.Log(a2 / b2);
        var width = 9 * Math.Sqrt((1 / a2) + (1 / b2));
        var (from, to) = (Edge(a2, b2, centre, -width), Edge(a2, b2, centre, width));
        var step = (to - from) / points;
        var (sum, weight) = (0d, 0d);
        for (var i = 0; i <= points; i++)
        {
            var u = from + (i * step);
            var (x, y) = (Elementary.Logistic(u), Elementary.Logistic(-u));
            var density = Math.Exp(IncompleteFunctions.LogBetaKernel(a2, b2, x, y));
            sum += density * IncompleteFunctions.Beta(a1, b1, x, y).Lower;
            weight += density;
        }

        return Math.Clamp(sum / weight, 0, 1);
    }

    /// <summary>A place beyond which the density of the log odds is negligible.</summary>
    private static double Edge(double a, double b, double centre, double reach)
    {
        var peak = IncompleteFunctions.LogBetaKernel(a, b, Elementary.Logistic(centre), Elementary.Logistic(-centre));
        while (Math.Abs(centre + reach) < 700
            && IncompleteFunctions.LogBetaKernel(a, b, Elementary.Logistic(centre + reach), Elementary.Logistic(-centre - reach)) > peak - 40)
        {
            reach *= 1.3;
        }

        return centre + reach;
    }
}
