using Referrals.Insights.Experiments;
using Referrals.Insights.Numerics;

namespace Referrals.Insights.LifetimeValue;

/// <summary>Gamma-Gamma: what a customer spends per purchase, as a mix of the customer's own mean and that of all.</summary>
/// <remarks>
/// P. S. Fader and B. G. S. Hardie, The gamma-gamma model of monetary value (2013). Assumes that what is spent does not depend on how often:
/// <see cref="FrequencyCorrelation"/> tells.
/// </remarks>
public sealed class GammaGammaModel
{
    private static readonly string[] Names = ["p", "q", "v"];

    private GammaGammaModel(double p, double q, double v, LikelihoodFit? fit, PointEstimate? correlation) =>
        (P, Q, V, Fitted, FrequencyCorrelation) = (p, q, v, fit, correlation);

    /// <summary>The shape of the amounts of one customer.</summary>
    public double P { get; }

    /// <summary>The shape of the rates among customers.</summary>
    public double Q { get; }

    /// <summary>The rate of the rates among customers, in the unit of the amounts.</summary>
    public double V { get; }

    /// <summary>How the model was fitted; <c>null</c> if its parameters were given.</summary>
    public LikelihoodFit? Fitted { get; }

    /// <summary>The correlation of frequency and mean spend among the repeaters of the fit, with Fisher's interval. If it is far from 0, values
    /// out of this model and a model of purchases are biased.</summary>
    public PointEstimate? FrequencyCorrelation { get; }

    /// <summary>The mean amount over all customers; refused if q is not above 1, when the distribution has no mean.</summary>
    public Estimate<PointEstimate> PopulationMean
    {
        get
        {
            if (Q <= 1)
            {
                return Checks.Undefined($"With q = {Q} the amounts have no mean; q must be above 1. Look for outliers, or cap the amounts.");
            }

            var mean = P * V / (Q - 1);
            if (Fitted is null)
            {
                return Checks.Undefined($"The parameters were given and not fitted, so the mean {mean} has no interval. Use ExpectedSpend for the value.");
            }

            // d ln(mean) by ln p, ln q, ln v.
            double[] slopes = [1, -Q / (Q - 1), 1];
            var variance = 0d;
            for (var i = 0; i < 3; i++)
            {
                for (var j = 0; j < 3; j++)
                {
                    variance += slopes[i] * slopes[j] * Fitted.LogCovariance[i, j];
                }
            }

            var (error, z) = (Math.Sqrt(variance), Normal.Critical(0.95));
            return new PointEstimate(mean, mean * error, new ConfidenceInterval(
                mean * Math.Exp(-z * error), mean * Math.Exp(z * error), 0.95, "delta method, log scale"));
        }
    }

    /// <summary>A model with given parameters, all above 0.</summary>
    public static GammaGammaModel FromParameters(double p, double q, double v)
    {
        Checks.Positive(p);
        Checks.Positive(q);
        Checks.Positive(v);
        return new GammaGammaModel(p, q, v, null, null);
    }

    /// <summary>Fits the model by maximum likelihood to the customers with repeat purchases.</summary>
    /// <param name="frequency">Repeat purchases; customers without any are not read.</param>
    /// <param name="meanSpend">The mean amount per repeat purchase, above 0 where there is one.</param>
    /// <returns>The model, or a refusal: too few repeaters, amounts that are not above 0, or no maximum.</returns>
    public static Estimate<GammaGammaModel> Fit(IReadOnlyList<int> frequency, IReadOnlyList<double> meanSpend)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        ArgumentNullException.ThrowIfNull(meanSpend);
        Checks.SameLength(frequency.Count, meanSpend.Count, nameof(meanSpend));
        for (var row = 0; row < frequency.Count; row++)
        {
            if (frequency[row] < 0 || (frequency[row] > 0 && (!(meanSpend[row] > 0) || !double.IsFinite(meanSpend[row]))))
            {
                return Checks.Invalid(
                    $"Row {row} has {frequency[row]} repeat purchases of {meanSpend[row]} on average; amounts must be above 0. Leave out customers whose refunds outweigh their purchases.");
            }
        }

        int[] rows = [.. Enumerable.Range(0, frequency.Count).Where(row => frequency[row] > 0)];
        if (rows.Length < RepeatPurchaseModel.FewestCustomers)
        {
            return Checks.TooFew($"{rows.Length} customers have a repeat purchase, and {RepeatPurchaseModel.FewestCustomers} are needed. Wait for data.");
        }

        var unit = rows.Average(row => meanSpend[row]);
        (double X, double Mean)[] data = [.. rows.Select(row => ((double)frequency[row], meanSpend[row] / unit))];
        if (data.Max(one => one.Mean) - data.Min(one => one.Mean) < 1e-12)
        {
            return Checks.NoVariation($"All customers spend {unit} on average, so there is nothing to tell apart. Use that amount.");
        }

        var (failed, fit) = LikelihoodFit.Of(
            Names,
            [[2, 3, 1], [6, 4, 0.5], [1, 10, 10]],
            (point, gradient) => LogLikelihood(data, point, gradient),
            [1, 1, unit],
            -rows.Length * Math.Log(unit),
            rows.Length);
        return fit is null
            ? failed!
            : new GammaGammaModel(fit.Parameters["p"].Value, fit.Parameters["q"].Value, fit.Parameters["v"].Value, fit, CorrelationOf(data));
    }

    /// <summary>The expected amount per purchase of a customer.</summary>
    /// <param name="frequency">Repeat purchases, from 0.</param>
    /// <param name="meanSpend">Their mean amount; not read if there is none.</param>
    /// <returns>The amount; <c>null</c> if the distribution has no mean for this customer, when p x + q is not above 1.</returns>
    public double? ExpectedSpend(int frequency, double meanSpend)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frequency);
        var below = (P * frequency) + Q - 1;
        return below > 0 ? P * (V + (frequency == 0 ? 0 : frequency * meanSpend)) / below : null;
    }

    private static PointEstimate? CorrelationOf((double X, double Mean)[] data)
    {
        var moments = Moments.ByArm(new int[data.Length], 1, Array.ConvertAll(data, one => one.X), Array.ConvertAll(data, one => one.Mean))[0];
        if (!(moments.Xx > 0 && moments.Yy > 0))
        {
            return null;
        }

        var r = Math.Clamp(moments.Xy / Math.Sqrt(moments.Xx * moments.Yy), -1, 1);
        var (z, half) = (Math.Atanh(Math.Clamp(r, -0.999999, 0.999999)), Normal.Critical(0.95) / Math.Sqrt(data.Length - 3));
        return new PointEstimate(
            r,
            (1 - (r * r)) / Math.Sqrt(data.Length - 1),
            new ConfidenceInterval(Math.Tanh(z - half), Math.Tanh(z + half), 0.95, "Fisher z"));
    }

    private static double LogLikelihood((double X, double Mean)[] data, ReadOnlySpan<double> point, Span<double> gradient)
    {
        var (p, q, v) = (Math.Exp(point[0]), Math.Exp(point[1]), Math.Exp(point[2]));
        var (sum, dp, dq, dv) = (0d, 0d, 0d, 0d);
        var (logGammaQ, digammaQ) = (GammaFunctions.Log(q), GammaFunctions.Digamma(q));
        var (last, logRatio, digammaSum, digammaX, logX) = (-1d, 0d, 0d, 0d, 0d);
        foreach (var (x, mean) in data)
        {
            var px = p * x;
            if (x != last)
            {
                last = x;
                logRatio = GammaFunctions.Log(px + q) - GammaFunctions.Log(px) - logGammaQ;
                (digammaSum, digammaX, logX) = (GammaFunctions.Digamma(px + q), GammaFunctions.Digamma(px), Math.Log(x));
            }

            var (logMean, logAll) = (Math.Log(mean), Math.Log((x * mean) + v));
            sum += logRatio + (q * point[2]) + ((px - 1) * logMean) + (px * logX) - ((px + q) * logAll);
            dp += x * (digammaSum - digammaX + logMean + logX - logAll);
            dq += digammaSum - digammaQ + point[2] - logAll;
            dv += (q / v) - ((px + q) / ((x * mean) + v));
        }

        (gradient[0], gradient[1], gradient[2]) = (p * dp, q * dq, v * dv);
        return sum;
    }
}
