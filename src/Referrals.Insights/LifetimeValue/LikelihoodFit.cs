using Referrals.Insights.Numerics;

namespace Referrals.Insights.LifetimeValue;

/// <summary>How a model was fitted by maximum likelihood.</summary>
public sealed record LikelihoodFit
{
    /// <summary>Beyond this standard error of a logarithm, values fifty times smaller and greater fit as well: nothing is known.</summary>
    private const double MostLogError = 2;

    private LikelihoodFit(double logLikelihood, long observations, IReadOnlyDictionary<string, PointEstimate> parameters, int evaluations, double gradient)
    {
        LogLikelihood = logLikelihood;
        Observations = observations;
        Parameters = parameters;
        Evaluations = evaluations;
        LargestGradient = gradient;
    }

    /// <summary>The largest log-likelihood.</summary>
    public double LogLikelihood { get; }

    /// <summary>The number of customers that it rests on.</summary>
    public long Observations { get; }

    /// <summary>The parameters by name, with standard errors from the observed information and intervals on the scale of the logarithm.</summary>
    public IReadOnlyDictionary<string, PointEstimate> Parameters { get; }

    /// <summary>How often the likelihood was evaluated.</summary>
    public int Evaluations { get; }

    /// <summary>The largest derivative of the log-likelihood by the logarithm of a parameter, at the maximum: close to 0.</summary>
    public double LargestGradient { get; }

    /// <summary>Akaike's information criterion, 2 k - 2 ln L: the smaller, the better, among models of the same data.</summary>
    public double Akaike => (2 * Parameters.Count) - (2 * LogLikelihood);

    /// <summary>The covariance of the logarithms of the parameters.</summary>
    internal double[,] LogCovariance { get; private init; } = new double[0, 0];

    /// <summary>Maximizes a likelihood over the logarithms of positive parameters.</summary>
    /// <param name="names">The names of the parameters.</param>
    /// <param name="starts">Points to start from, on the natural scale; the best end counts.</param>
    /// <param name="likelihood">The log-likelihood by the logarithms.</param>
    /// <param name="scales">By what to multiply each parameter, where the data was scaled.</param>
    /// <param name="shift">What to add to the log-likelihood, where the data was scaled.</param>
    /// <param name="observations">The number of customers.</param>
    internal static (Refusal? Refusal, LikelihoodFit? Fit) Of(
        string[] names,
        double[][] starts,
        Likelihood likelihood,
        double[] scales,
        double shift,
        long observations)
    {
        const double limit = 11;
        Maximum? best = null;
        foreach (var start in starts)
        {
            var found = Maximizer.Find(likelihood, Array.ConvertAll(start, Math.Log), limit);
            if (best is null || (found.End == SearchEnd.Converged, found.Value).CompareTo((best.End == SearchEnd.Converged, best.Value)) > 0)
            {
                best = found;
            }

            if (found.End == SearchEnd.Converged)
            {
                break;
            }
        }

        if (best!.End != SearchEnd.Converged || best.Covariance is not { } covariance)
        {
            var worst = Enumerable.Range(0, names.Length).MaxBy(i => Math.Abs(best.Point[i]));
            return (best.End switch
            {
                SearchEnd.AtTheLimit => Checks.NotConverged(
                    $"The likelihood keeps rising as {names[worst]} goes to {(best.Point[worst] > 0 ? "infinity" : "zero")}: the data does not hold what this parameter describes. Use a simpler model or more data."),
                SearchEnd.NoCurvature => Checks.NotConverged(
                    $"The likelihood is flat in some direction near {names[worst]} = {scales[worst] * Math.Exp(best.Point[worst]):G4}: several parameters fit equally well. Use a simpler model or more data."),
                _ => Checks.NotConverged(
                    $"No maximum of the likelihood was found in {best.Evaluations} evaluations. Check the data for outliers, or use a simpler model."),
            }, null);
        }

        var z = Normal.Critical(0.95);
        var parameters = new Dictionary<string, PointEstimate>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var (value, error) = (scales[i] * Math.Exp(best.Point[i]), Math.Sqrt(covariance[i, i]));
            if (error > MostLogError)
            {
                return (Checks.NotConverged(
                    $"{names[i]} is not identified: values from {value * Math.Exp(-z * error):G3} to {value * Math.Exp(z * error):G3} fit. Use a simpler model or more data."), null);
            }

            parameters[names[i]] = new PointEstimate(value, value * error, new ConfidenceInterval(
                value * Math.Exp(-z * error),
                value * Math.Exp(z * error),
                0.95,
                "observed information, log scale"));
        }

        var gradient = best.Gradient.Max(Math.Abs);
        return (null, new LikelihoodFit(best.Value + shift, observations, parameters, best.Evaluations, gradient) { LogCovariance = covariance });
    }
}
