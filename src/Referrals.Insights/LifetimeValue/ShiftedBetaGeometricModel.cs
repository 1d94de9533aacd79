using Referrals.Insights.Numerics;

namespace Referrals.Insights.LifetimeValue;

/// <summary>Shifted beta-geometric: subscribers who renew or leave at the end of each period, each with a probability of leaving of their own.</summary>
/// <remarks>
/// P. S. Fader and B. G. S. Hardie, How to project customer retention, Journal of Interactive Marketing 21 (2007), 76-90, and Customer-base valuation
/// in a contractual setting, Marketing Science 29 (2010), 85-93. The retention rate of a cohort rises because those who leave easily leave first.
/// </remarks>
public sealed class ShiftedBetaGeometricModel
{
    private static readonly string[] Names = ["alpha", "beta"];

    private ShiftedBetaGeometricModel(double alpha, double beta, LikelihoodFit? fit) => (Alpha, Beta, Fitted) = (alpha, beta, fit);

    /// <summary>The first parameter of the probability of leaving. Its mean is alpha / (alpha + beta).</summary>
    public double Alpha { get; }

    /// <summary>The second parameter of the probability of leaving.</summary>
    public double Beta { get; }

    /// <summary>How the model was fitted; <c>null</c> if its parameters were given.</summary>
    public LikelihoodFit? Fitted { get; }

    /// <summary>A model with given parameters, both above 0.</summary>
    public static ShiftedBetaGeometricModel FromParameters(double alpha, double beta)
    {
        Checks.Positive(alpha);
        Checks.Positive(beta);
        return new ShiftedBetaGeometricModel(alpha, beta, null);
    }

    /// <summary>Fits the model by maximum likelihood to one cohort.</summary>
    /// <param name="subscribers">How many are left of the cohort: at the start, after one period, after two, and so on.</param>
    /// <returns>The model, or a refusal: a number that rises, fewer than two periods, nobody who left, or no maximum.</returns>
    public static Estimate<ShiftedBetaGeometricModel> Fit(IReadOnlyList<long> subscribers)
    {
        ArgumentNullException.ThrowIfNull(subscribers);
        for (var period = 0; period < subscribers.Count; period++)
        {
            if (subscribers[period] < 0 || (period > 0 && subscribers[period] > subscribers[period - 1]))
            {
                return Checks.Invalid($"There are {subscribers[period]} subscribers after {period} periods; a cohort only shrinks. Count returns as new subscribers.");
            }
        }

        if (subscribers.Count < 3 || subscribers[0] < RepeatPurchaseModel.FewestCustomers)
        {
            return Checks.TooFew(
                $"There are {Math.Max(0, subscribers.Count - 1)} periods of {(subscribers.Count > 0 ? subscribers[0] : 0)} subscribers; 2 periods and {RepeatPurchaseModel.FewestCustomers} subscribers are needed. Wait for data.");
        }

        if (subscribers[^1] == subscribers[0] || subscribers[1] == 0)
        {
            return Checks.NoVariation(
                $"Of {subscribers[0]} subscribers {subscribers[1]} stayed after one period and {subscribers[^1]} at the end; the model needs some who leave and some who stay.");
        }

        long[] counts = [.. subscribers];
        var (failed, fit) = LikelihoodFit.Of(
            Names, [[1, 1], [0.5, 3], [5, 20]], (point, gradient) => LogLikelihood(counts, point, gradient), [1, 1], 0, counts[0]);
        return fit is null ? failed! : new ShiftedBetaGeometricModel(fit.Parameters["alpha"].Value, fit.Parameters["beta"].Value, fit);
    }

    /// <summary>The part of a cohort that is left after a number of periods.</summary>
    public double Survival(int periods)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(periods);
        return Math.Exp(GammaFunctions.LogBeta(Alpha, Beta + periods) - GammaFunctions.LogBeta(Alpha, Beta));
    }

    /// <summary>The probability that those who are left after <paramref name="period"/> - 1 periods stay for one more.</summary>
    /// <param name="period">From 1.</param>
    public double RetentionRate(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        return (Beta + period - 1) / (Alpha + Beta + period - 1);
    }

    /// <summary>The discounted expected lifetime of a new subscriber, in payments, the first one at once.</summary>
    /// <param name="discount">The rate per period, above 0.</param>
    public double DiscountedExpectedLifetime(double discount)
    {
        Checks.Positive(discount);
        return Hypergeometric.OneBc(Beta, Alpha + Beta, 1 / (1 + discount));
    }

    /// <summary>The discounted expected residual lifetime of somebody who has renewed <paramref name="renewals"/> - 1 times, just before the next renewal.</summary>
    /// <param name="renewals">The number of payments so far, from 1.</param>
    /// <param name="discount">The rate per period, above 0.</param>
    public double DiscountedExpectedResidualLifetime(int renewals, double discount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(renewals, 1);
        Checks.Positive(discount);
        return RetentionRate(renewals) * Hypergeometric.OneBc(Beta + renewals, Alpha + Beta + renewals, 1 / (1 + discount));
    }

    private static double LogLikelihood(long[] subscribers, ReadOnlySpan<double> point, Span<double> gradient)
    {
        var (a, b) = (Math.Exp(point[0]), Math.Exp(point[1]));
        var (sum, da, db) = (0d, 0d, 0d);
        for (var period = 1; period < subscribers.Length; period++)
        {
            Add(subscribers[period - 1] - subscribers[period], 1, period - 1, ref sum, ref da, ref db);
        }

        Add(subscribers[^1], 0, subscribers.Length - 1, ref sum, ref da, ref db);
        (gradient[0], gradient[1]) = (a * da, b * db);
        return sum;

        // The logarithm of B(a + left, b + stays) / B(a, b), and its derivatives.
        void Add(long weight, int left, int stays, ref double value, ref double byA, ref double byB)
        {
            if (weight == 0)
            {
                return;
            }

            var all = GammaFunctions.Digamma(a + b) - GammaFunctions.Digamma(a + b + left + stays);
            value += weight * (GammaFunctions.LogBeta(a + left, b + stays) - GammaFunctions.LogBeta(a, b));
            byA += weight * (GammaFunctions.Digamma(a + left) - GammaFunctions.Digamma(a) + all);
            byB += weight * (GammaFunctions.Digamma(b + stays) - GammaFunctions.Digamma(b) + all);
        }
    }
}
