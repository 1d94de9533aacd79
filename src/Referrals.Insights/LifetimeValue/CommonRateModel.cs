using Referrals.Insights.Numerics;

namespace Referrals.Insights.LifetimeValue;

/// <summary>Customers who are all alike: one purchase rate, and one probability of leaving after each purchase, the first one included.</summary>
/// <remarks>
/// The limit of the modified BG/NBD of E. P. Batislam, M. Denizel, A. Filiztekin, IJRM 24 (2007), 201-209, for customers who do not differ. It is the
/// simpler model to use where fits of BG/NBD and Pareto/NBD do not converge because the data holds no such differences.
/// </remarks>
public sealed class CommonRateModel : RepeatPurchaseModel
{
    private CommonRateModel(double rate, double leaving, LikelihoodFit? fit)
        : base(fit) => (Rate, ProbabilityOfLeaving) = (rate, leaving);

    /// <inheritdoc/>
    public override string Name => "common rate";

    /// <summary>The purchases per unit of time of a customer who is still there.</summary>
    public double Rate { get; }

    /// <summary>The probability of leaving after a purchase.</summary>
    public double ProbabilityOfLeaving { get; }

    private protected override double[] LogParameters => [Math.Log(Rate), Math.Log(ProbabilityOfLeaving / (1 - ProbabilityOfLeaving))];

    /// <summary>A model with given parameters: a rate above 0, and a probability between 0 and 1.</summary>
    public static CommonRateModel FromParameters(double rate, double probabilityOfLeaving)
    {
        Checks.Positive(rate);
        Checks.Probability(probabilityOfLeaving);
        return new CommonRateModel(rate, probabilityOfLeaving, null);
    }

    /// <summary>Fits the model by maximum likelihood. The second parameter is named <c>odds of leaving</c>: p / (1 - p).</summary>
    /// <returns>The model, or a refusal: too few customers, or nobody who leaves.</returns>
    public static Estimate<CommonRateModel> Fit(PurchaseHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (CheckSize(history) is { } refusal)
        {
            return refusal;
        }

        var unit = history.Age.Max();
        PurchasePattern[] patterns = [.. history.Patterns.Select(one => one with { Recency = one.Recency / unit, Age = one.Age / unit })];
        var purchases = history.Frequency.Sum(x => (double)x);
        var (failed, fit) = LikelihoodFit.Of(
            ["rate", "odds of leaving"],
            [[purchases / history.Age.Sum() * unit, 0.2], [5, 1]],
            (point, gradient) => LogLikelihood(patterns, point, gradient),
            [1 / unit, 1],
            -purchases * Math.Log(unit),
            history.Customers);
        return fit is null ? failed! : new CommonRateModel(
            fit.Parameters["rate"].Value,
            fit.Parameters["odds of leaving"].Value / (1 + fit.Parameters["odds of leaving"].Value),
            fit);
    }

    /// <inheritdoc/>
    public override double ProbabilityAlive(int frequency, double recency, double age)
    {
        CheckCustomer(frequency, recency, age);
        var odds = ProbabilityOfLeaving / (1 - ProbabilityOfLeaving);
        return 1 / (1 + (odds * Math.Exp(Rate * (age - recency))));
    }

    /// <inheritdoc/>
    public override double ExpectedPurchases(int frequency, double recency, double age, double time)
    {
        Checks.NotNegative(time);
        return ProbabilityAlive(frequency, recency, age) * WhileThere(time);
    }

    /// <inheritdoc/>
    public override double ExpectedPurchasesOfNewCustomer(double time)
    {
        Checks.NotNegative(time);
        return (1 - ProbabilityOfLeaving) * WhileThere(time);
    }

    private protected override RepeatPurchaseModel With(double[] logParameters) =>
        new CommonRateModel(Math.Exp(logParameters[0]), Elementary.Logistic(logParameters[1]), null);

    private protected override double SecondFactorialMoment(int frequency, double age, double time)
    {
        // Y >= n if n purchases fall into the time and the customer stayed after the first n - 1: E[Y (Y - 1)] = 2 sum (n - 1) P(Y >= n).
        var mean = Rate * time;
        var sum = 0d;
        var stays = 1d;
        for (var n = 1; n < 100_000 && stays > 1e-16; n++)
        {
            var tail = IncompleteFunctions.Gamma(n, mean).Lower;
            if (tail < 1e-16)
            {
                break;
            }

            sum += 2 * (n - 1) * stays * tail;
            stays *= 1 - ProbabilityOfLeaving;
        }

        return sum;
    }

    private double WhileThere(double time) => -Elementary.Expm1(-Rate * ProbabilityOfLeaving * time) / ProbabilityOfLeaving;

    /// <summary>The log-likelihood and its derivatives by ln(rate) and by the log odds of leaving.</summary>
    private static double LogLikelihood(PurchasePattern[] patterns, ReadOnlySpan<double> point, Span<double> gradient)
    {
        var (rate, odds) = (Math.Exp(point[0]), Math.Exp(point[1]));
        var (leaves, logStay) = (odds / (1 + odds), -Elementary.Log1P(odds));
        var (sum, byRate, byOdds) = (0d, 0d, 0d);
        foreach (var (x, last, age, weight) in patterns.Select(one => (one.Frequency, one.Recency, one.Age, one.Weight)))
        {
            // L = rate^x (1 - p)^(x + 1) e^(-rate T) (1 + odds e^(rate (T - last)))
            var log = point[1] + (rate * (age - last));
            var both = Elementary.LogSumExp(0, log);
            var left = Math.Exp(log - both);
            sum += weight * ((x * point[0]) + ((x + 1) * logStay) - (rate * age) + both);
            byRate += weight * (x - (rate * age) + (left * rate * (age - last)));
            byOdds += weight * (left - ((x + 1) * leaves));
        }

        (gradient[0], gradient[1]) = (byRate, byOdds);
        return sum;
    }
}
