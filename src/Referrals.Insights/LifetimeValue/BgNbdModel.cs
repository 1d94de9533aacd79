using Referrals.Insights.Numerics;

namespace Referrals.Insights.LifetimeValue;

/// <summary>BG/NBD: customers buy at random at rates of their own, and after each purchase may leave with a probability of their own.</summary>
/// <remarks>
/// P. S. Fader, B. G. S. Hardie, K. L. Lee, "Counting your customers" the easy way: an alternative to the Pareto/NBD model, Marketing Science 24
/// (2005), 275-284. Rates are gamma distributed with shape r and rate alpha, probabilities of leaving beta distributed with a and b,
/// independent of each other. A customer without a repeat purchase cannot have left.
/// </remarks>
/// <example><code>
/// var model = BgNbdModel.Fit(history).OrThrow();
/// var alive = model.ProbabilitiesAlive(history);
/// </code></example>
public sealed class BgNbdModel : RepeatPurchaseModel
{
    private static readonly string[] Names = ["r", "alpha", "a", "b"];

    private BgNbdModel(double r, double alpha, double a, double b, LikelihoodFit? fit)
        : base(fit) => (R, Alpha, A, B) = (r, alpha, a, b);

    /// <inheritdoc/>
    public override string Name => "BG/NBD";

    /// <summary>The shape of the purchase rates.</summary>
    public double R { get; }

    /// <summary>The rate parameter of the purchase rates, in the unit of time. The mean purchase rate is r / alpha.</summary>
    public double Alpha { get; }

    /// <summary>The first parameter of the probability of leaving. Its mean is a / (a + b).</summary>
    public double A { get; }

    /// <summary>The second parameter of the probability of leaving.</summary>
    public double B { get; }

    private protected override double[] LogParameters => [Math.Log(R), Math.Log(Alpha), Math.Log(A), Math.Log(B)];

    /// <summary>A model with given parameters, all above 0.</summary>
    public static BgNbdModel FromParameters(double r, double alpha, double a, double b)
    {
        Checks.Positive(r);
        Checks.Positive(alpha);
        Checks.Positive(a);
        Checks.Positive(b);
        return new BgNbdModel(r, alpha, a, b, null);
    }

    /// <summary>Fits the model by maximum likelihood.</summary>
    /// <returns>The model, or a refusal: too few customers, or no maximum inside the range of the parameters.</returns>
    public static Estimate<BgNbdModel> Fit(PurchaseHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (CheckSize(history) is { } refusal)
        {
            return refusal;
        }

        // With time in units of the longest age, all parameters are of the order of one.
        var unit = history.Age.Max();
        PurchasePattern[] patterns =
            [.. history.Patterns.Select(one => one with { Recency = one.Recency / unit, Age = one.Age / unit }).OrderBy(one => one.Frequency)];
        var purchases = history.Frequency.Sum(x => (double)x);
        var (failed, fit) = LikelihoodFit.Of(
            Names,
            [[0.5, 0.1, 1, 2], [2, 1, 0.5, 5], [0.2, 0.02, 0.2, 0.5]],
            (point, gradient) => LogLikelihood(patterns, point, gradient),
            [1, unit, 1, 1],
            -purchases * Math.Log(unit),
            history.Customers);
        return fit is null
            ? failed!
            : new BgNbdModel(fit.Parameters["r"].Value, fit.Parameters["alpha"].Value, fit.Parameters["a"].Value, fit.Parameters["b"].Value, fit);
    }

    /// <summary>The log-likelihood of a history under the parameters of the model.</summary>
    public double LogLikelihood(PurchaseHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        Span<double> gradient = stackalloc double[4];
        return LogLikelihood(history.Patterns, LogParameters, gradient);
    }

    /// <inheritdoc/>
    public override double ProbabilityAlive(int frequency, double recency, double age)
    {
        CheckCustomer(frequency, recency, age);
        return frequency == 0 ? 1 : 1 / (1 + LeftOdds(frequency, recency, age));
    }

    /// <inheritdoc/>
    public override double ExpectedPurchases(int frequency, double recency, double age, double time)
    {
        CheckCustomer(frequency, recency, age);
        Checks.NotNegative(time);
        return Expected(frequency, age, time) / (1 + (frequency == 0 ? 0 : LeftOdds(frequency, recency, age)));
    }

    /// <inheritdoc/>
    public override double ExpectedPurchasesOfNewCustomer(double time)
    {
        Checks.NotNegative(time);
        return Expected(0, 0, time);
    }

    /// <summary>The probability that a new customer makes <paramref name="count"/> repeat purchases in the first <paramref name="time"/>.</summary>
    /// <remarks>The tail of the paper's equation (8) is taken by the incomplete beta function, which keeps the digits of small probabilities.</remarks>
    public double ProbabilityOfPurchases(int count, double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Checks.NotNegative(time);
        if (time == 0)
        {
            return count == 0 ? 1 : 0;
        }

        var start = GammaFunctions.LogBeta(A, B);
        var stays = Math.Exp(
            GammaFunctions.LogBeta(A, B + count) - start + GammaFunctions.Log(R + count) - GammaFunctions.Log(R) - GammaFunctions.Log(count + 1)
            + (R * -Elementary.Log1P(time / Alpha)) + (count * -Elementary.Log1P(Alpha / time)));
        return count == 0
            ? stays
            : stays + (Math.Exp(GammaFunctions.LogBeta(A + 1, B + count - 1) - start)
                * IncompleteFunctions.Beta(count, R, time / (Alpha + time), Alpha / (Alpha + time)).Lower);
    }

    private protected override RepeatPurchaseModel With(double[] logParameters) =>
        new BgNbdModel(Math.Exp(logParameters[0]), Math.Exp(logParameters[1]), Math.Exp(logParameters[2]), Math.Exp(logParameters[3]), null);

    /// <remarks>
    /// Y is at least n if n purchases fall into the time, which is negative binomial, and the customer did not leave after one of the first
    /// n - 1. So E[Y (Y - 1)] is the sum of 2 (n - 1) P(Y >= n).
    /// </remarks>
    private protected override double SecondFactorialMoment(int frequency, double age, double time)
    {
        var (shape, z) = (R + frequency, time / (Alpha + age + time));
        var probability = Math.Exp(shape * Elementary.Log1P(-z));
        if (probability < 1e-280)
        {
            // So many purchases that their relative spread is that of the rate alone.
            var mean = Expected(frequency, age, time);
            return mean * mean * (1 + (1 / shape));
        }

        var (sum, tail, stays) = (0d, 1 - probability, 1d);
        for (var n = 1; n < 1_000_000 && tail > 1e-14; n++)
        {
            sum += 2 * (n - 1) * tail * stays;
            probability *= (shape + n - 1) * z / n;
            tail -= probability;
            stays *= (B + frequency + n - 1) / (A + B + frequency + n - 1);
        }

        return sum;
    }

    private double LeftOdds(int frequency, double recency, double age) =>
        A / (B + frequency - 1) * Math.Exp((R + frequency) * Math.Log((Alpha + age) / (Alpha + recency)));

    /// <summary>The expected purchases of somebody who has not left.</summary>
    /// <remarks>
    /// The paper's equation (10) after Euler's transformation of its hypergeometric function. The two terms that would overflow for many
    /// purchases, or divide zero by zero at a = 1, do neither here.
    /// </remarks>
    private double Expected(int frequency, double age, double time)
    {
        var z = time / (Alpha + age + time);
        var log = Elementary.Log1P(-z);
        var (c, top) = (A + B + frequency - 1, A + B - 1 - R);
        var (term, sum) = (top * z / c, 0d);
        for (var n = 1; n < 1_000_000; n++)
        {
            var next = sum + term;
            if (next == sum && n > -top)
            {
                break;
            }

            sum = next;
            term *= (top + n) * (A + n - 1) * z / ((c + n) * (n + 1));
        }

        var linear = Math.Abs(A - 1) < 1e-12 ? -log : -Elementary.Expm1((A - 1) * log) / (A - 1);
        return c * (linear - (Math.Exp((A - 1) * log) * sum));
    }

    /// <summary>The log-likelihood and its derivatives by the logarithms of r, alpha, a, b.</summary>
    private static double LogLikelihood(PurchasePattern[] patterns, ReadOnlySpan<double> point, Span<double> gradient)
    {
        var (r, alpha, a, b) = (Math.Exp(point[0]), Math.Exp(point[1]), Math.Exp(point[2]), Math.Exp(point[3]));
        var (sum, dr, dAlpha, da, db) = (0d, 0d, 0d, 0d, 0d);
        var (frequency, constant, cr, ca, cb, ratio) = (-1, 0d, 0d, 0d, 0d, 0d);
        foreach (var one in patterns)
        {
            if (one.Frequency != frequency)
            {
                frequency = one.Frequency;
                constant = GammaFunctions.Log(r + frequency) - GammaFunctions.Log(r) + (r * point[1]) + GammaFunctions.LogBeta(a, b + frequency)
                    - GammaFunctions.LogBeta(a, b);
                cr = GammaFunctions.Digamma(r + frequency) - GammaFunctions.Digamma(r) + point[1];
                ca = GammaFunctions.Digamma(a + b) - GammaFunctions.Digamma(a + b + frequency);
                cb = ca + GammaFunctions.Digamma(b + frequency) - GammaFunctions.Digamma(b);
                ratio = frequency == 0 ? 0 : a / (b + frequency - 1);
            }

            var n = r + frequency;
            var logEnd = Math.Log(alpha + one.Age);
            double log, alive;
            var logLast = 0d;
            if (frequency == 0)
            {
                (log, alive) = (-n * logEnd, 1);
            }
            else
            {
                logLast = Math.Log(alpha + one.Recency);
                var odds = ratio * Math.Exp(n * (logEnd - logLast));
                alive = 1 / (1 + odds);
                log = (-n * logEnd) + (double.IsInfinity(odds) ? Math.Log(ratio) + (n * (logEnd - logLast)) : Elementary.Log1P(odds));
            }

            var left = 1 - alive;
            sum += one.Weight * (constant + log);
            dr += one.Weight * (cr - (alive * logEnd) - (left * logLast));
            dAlpha += one.Weight * ((r / alpha) - (n * ((alive / (alpha + one.Age)) + (left / (alpha + one.Recency)))));
            da += one.Weight * (ca + (left / a));
            db += one.Weight * (cb - (frequency == 0 ? 0 : left / (b + frequency - 1)));
        }

        (gradient[0], gradient[1], gradient[2], gradient[3]) = (r * dr, alpha * dAlpha, a * da, b * db);
        return sum;
    }
}
