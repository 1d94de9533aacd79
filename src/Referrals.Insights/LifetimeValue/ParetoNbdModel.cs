using Referrals.Insights.Numerics;

namespace Referrals.Insights.LifetimeValue;

/// <summary>Pareto/NBD: customers buy at random at rates of their own, and may leave at any time after lifetimes of their own.</summary>
/// <remarks>
/// D. C. Schmittlein, D. G. Morrison, R. Colombo, Counting your customers: who are they and what will they do next?, Management Science 33 (1987),
/// 1-24; likelihood and derivations by P. S. Fader and B. G. S. Hardie, A note on deriving the Pareto/NBD model and related expressions (2005). Purchase
/// rates are gamma distributed with shape r and rate alpha, rates of leaving with shape s and rate beta.
/// </remarks>
public sealed class ParetoNbdModel : RepeatPurchaseModel
{
    private static readonly string[] Names = ["r", "alpha", "s", "beta"];

    private ParetoNbdModel(double r, double alpha, double s, double beta, LikelihoodFit? fit)
        : base(fit) => (R, Alpha, S, Beta) = (r, alpha, s, beta);

    /// <inheritdoc/>
    public override string Name => "Pareto/NBD";

    /// <summary>The shape of the purchase rates.</summary>
    public double R { get; }

    /// <summary>The rate parameter of the purchase rates, in the unit of time.</summary>
    public double Alpha { get; }

    /// <summary>The shape of the rates of leaving.</summary>
    public double S { get; }

    /// <summary>The rate parameter of the rates of leaving, in the unit of time.</summary>
    public double Beta { get; }

    private protected override double[] LogParameters => [Math.Log(R), Math.Log(Alpha), Math.Log(S), Math.Log(Beta)];

    /// <summary>A model with given parameters, all above 0.</summary>
    public static ParetoNbdModel FromParameters(double r, double alpha, double s, double beta)
    {
        Checks.Positive(r);
        Checks.Positive(alpha);
        Checks.Positive(s);
        Checks.Positive(beta);
        return new ParetoNbdModel(r, alpha, s, beta, null);
    }

    /// <summary>Fits the model by maximum likelihood.</summary>
    /// <returns>The model, or a refusal: too few customers, or no maximum inside the range of the parameters.</returns>
    public static Estimate<ParetoNbdModel> Fit(PurchaseHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (CheckSize(history) is { } refusal)
        {
            return refusal;
        }

        var unit = history.Age.Max();
        PurchasePattern[] patterns =
            [.. history.Patterns.Select(one => one with { Recency = one.Recency / unit, Age = one.Age / unit }).OrderBy(one => one.Frequency)];
        var purchases = history.Frequency.Sum(x => (double)x);
        var (failed, fit) = LikelihoodFit.Of(
            Names,
            [[0.5, 0.2, 0.5, 0.2], [2, 1, 1, 1]],
            (point, gradient) => LogLikelihood(patterns, point, gradient),
            [1, unit, 1, unit],
            -purchases * Math.Log(unit),
            history.Customers);
        return fit is null
            ? failed!
            : new ParetoNbdModel(fit.Parameters["r"].Value, fit.Parameters["alpha"].Value, fit.Parameters["s"].Value, fit.Parameters["beta"].Value, fit);
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
        return new Lifetimes(this, frequency, recency, age).Alive;
    }

    /// <inheritdoc/>
    public override double ExpectedPurchases(int frequency, double recency, double age, double time)
    {
        Checks.NotNegative(time);
        return ProbabilityAlive(frequency, recency, age) * (R + frequency) * (Beta + age) / (Alpha + age) * Reach(Beta + age, time);
    }

    /// <inheritdoc/>
    public override double ExpectedPurchasesOfNewCustomer(double time)
    {
        Checks.NotNegative(time);
        return R * Beta / Alpha * Reach(Beta, time);
    }

    /// <summary>The discounted expected residual transactions: all future purchases of a customer, discounted continuously.</summary>
    /// <remarks>P. S. Fader, B. G. S. Hardie, K. L. Lee, RFM and CLV, Journal of Marketing Research 42 (2005), 415-430.</remarks>
    /// <param name="frequency">Repeat purchases so far.</param>
    /// <param name="recency">First to last purchase.</param>
    /// <param name="age">First purchase to now.</param>
    /// <param name="discount">The continuous rate per unit of time, above 0; see <see cref="Discount.Continuous"/>.</param>
    public double DiscountedResidualTransactions(int frequency, double recency, double age, double discount)
    {
        Checks.Positive(discount);
        var scale = discount * (Beta + age);
        var sum = Quadrature.HalfLine(u => Math.Exp((-scale * u) - (S * Elementary.Log1P(u))));
        return ProbabilityAlive(frequency, recency, age) * (R + frequency) * (Beta + age) / (Alpha + age) * sum;
    }

    private protected override RepeatPurchaseModel With(double[] logParameters) =>
        new ParetoNbdModel(Math.Exp(logParameters[0]), Math.Exp(logParameters[1]), Math.Exp(logParameters[2]), Math.Exp(logParameters[3]), null);

    /// <remarks>E[lambda^2] of the rate times E[min(lifetime, time)^2] = 2 times the integral of u S(u), summed by the rule of Gauss and Legendre.</remarks>
    private protected override double SecondFactorialMoment(int frequency, double age, double time)
    {
        var sum = 0d;
        foreach (var (node, weight) in Quadrature.UnitInterval)
        {
            sum += weight * node * Math.Exp(-S * Elementary.Log1P(time * node / (Beta + age)));
        }

        return (R + frequency) * (R + frequency + 1) / ((Alpha + age) * (Alpha + age)) * 2 * time * time * sum;
    }

    /// <summary>(1 - (from / (from + time))^(s - 1)) / (s - 1), without its division of zero by zero at s = 1.</summary>
    private double Reach(double from, double time)
    {
        var log = -Elementary.Log1P(time / from);
        return Math.Abs(S - 1) < 1e-12 ? -log : -Elementary.Expm1((S - 1) * log) / (S - 1);
    }

    /// <summary>The log-likelihood and its derivatives by the logarithms of r, alpha, s, beta.</summary>
    private static double LogLikelihood(PurchasePattern[] patterns, ReadOnlySpan<double> point, Span<double> gradient)
    {
        var model = new ParetoNbdModel(Math.Exp(point[0]), Math.Exp(point[1]), Math.Exp(point[2]), Math.Exp(point[3]), null);
        var (r, alpha, s, beta) = (model.R, model.Alpha, model.S, model.Beta);
        var (sum, dr, dAlpha, ds, dBeta) = (0d, 0d, 0d, 0d, 0d);
        var (frequency, constant, cr) = (-1, 0d, 0d);
        foreach (var one in patterns)
        {
            if (one.Frequency != frequency)
            {
                frequency = one.Frequency;
                constant = GammaFunctions.Log(r + frequency) - GammaFunctions.Log(r) + (r * point[1]) + (s * point[3]);
                cr = GammaFunctions.Digamma(r + frequency) - GammaFunctions.Digamma(r) + point[1];
            }

            var lifetimes = new Lifetimes(model, frequency, one.Recency, one.Age);
            sum += one.Weight * (constant + lifetimes.Log);
            dr += one.Weight * (cr - lifetimes.LogAlpha);
            dAlpha += one.Weight * ((r / alpha) - ((r + frequency) * lifetimes.InverseAlpha));
            ds += one.Weight * (point[3] - lifetimes.LogBeta + ((1 - lifetimes.Alive) / s));
            dBeta += one.Weight * ((s / beta) - (s * lifetimes.InverseBeta) - lifetimes.InverseBetaOfLeft);
        }

        (gradient[0], gradient[1], gradient[2], gradient[3]) = (r * dr, alpha * dAlpha, s * ds, beta * dBeta);
        return sum;
    }

    /// <summary>
    /// The two ways in which a history can come about: the customer is still there at the end, or left at some time since the last purchase.
    /// </summary>
    /// <remarks>
    /// The likelihood is L = Gamma(r+x) alpha^r beta^s / Gamma(r) times (alpha+T)^-(r+x) (beta+T)^-s + s times the integral from the last purchase to the
    /// end of (alpha+y)^-(r+x) (beta+y)^-(s+1) dy. Others write the integral as a difference of two hypergeometric functions, which cancels and
    /// overflows. Here it is summed over the logarithm of time by the rule of Gauss and Legendre, which gives the derivatives as well.
    /// </remarks>
    private readonly struct Lifetimes
    {
        /// <summary>Beyond a fall of e^-42 nothing is added any more.</summary>
        private const double Negligible = 42;

        public Lifetimes(ParetoNbdModel model, int frequency, double recency, double age)
        {
            var (n, s, alpha, beta) = (model.R + frequency, model.S, model.Alpha, model.Beta);
            var (logAlphaEnd, logBetaEnd) = (Math.Log(alpha + age), Math.Log(beta + age));
            var logStays = (-n * logAlphaEnd) - (s * logBetaEnd);
            var until = Math.Min(age, Math.Min(
                ((alpha + recency) * Math.Exp(Math.Min(600, Negligible / n))) - alpha,
                ((beta + recency) * Math.Exp(Math.Min(600, Negligible / (s + 1)))) - beta));
            var shift = Math.Min(alpha, beta);
            var (from, length) = (Math.Log(shift + recency), Math.Log((shift + until) / (shift + recency)));
            var peak = (-n * Math.Log(alpha + recency)) - ((s + 1) * Math.Log(beta + recency)) + from;
            var (left, leftLogAlpha, leftAlpha, leftLogBeta, leftBeta) = (0d, 0d, 0d, 0d, 0d);
            if (length > 0)
            {
                foreach (var (node, weight) in Quadrature.UnitInterval)
                {
                    var v = from + (length * node);
                    var y = Math.Exp(v) - shift;
                    var (a, b) = (alpha + y, beta + y);
                    var (logA, logB) = alpha <= beta ? (v, Math.Log(b)) : (Math.Log(a), v);
                    var part = weight * Math.Exp((-n * logA) - ((s + 1) * logB) + v - peak);
                    left += part;
                    leftLogAlpha += part * logA;
                    leftAlpha += part / a;
                    leftLogBeta += part * logB;
                    leftBeta += part / b;
                }
            }

            var logLeft = left > 0 ? peak + Math.Log(s * length * left) : double.NegativeInfinity;
            Log = Elementary.LogSumExp(logStays, logLeft);
            Alive = Math.Exp(logStays - Log);
            var scale = left > 0 ? (1 - Alive) / left : 0;
            LogAlpha = (Alive * logAlphaEnd) + (scale * leftLogAlpha);
            InverseAlpha = (Alive / (alpha + age)) + (scale * leftAlpha);
            LogBeta = (Alive * logBetaEnd) + (scale * leftLogBeta);
            InverseBetaOfLeft = scale * leftBeta;
            InverseBeta = (Alive / (beta + age)) + InverseBetaOfLeft;
        }

        /// <summary>The logarithm of the sum of both.</summary>
        public double Log { get; }

        /// <summary>The probability that the customer is still there.</summary>
        public double Alive { get; }

        /// <summary>The mean of ln(alpha + end of the lifetime), the lifetime cut at the end of the observation.</summary>
        public double LogAlpha { get; }

        /// <summary>The mean of 1 / (alpha + end).</summary>
        public double InverseAlpha { get; }

        /// <summary>The mean of ln(beta + end).</summary>
        public double LogBeta { get; }

        /// <summary>The mean of 1 / (beta + end).</summary>
        public double InverseBeta { get; }

        /// <summary>The part of that mean that comes from customers who left.</summary>
        public double InverseBetaOfLeft { get; }
    }
}
