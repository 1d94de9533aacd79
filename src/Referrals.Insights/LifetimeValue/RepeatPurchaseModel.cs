using Referrals.Insights.Numerics;

namespace Referrals.Insights.LifetimeValue;

/// <summary>A model of customers who buy again and again until they leave without notice.</summary>
/// <remarks>All times are in the unit of the history that the model was fitted to.</remarks>
public abstract class RepeatPurchaseModel
{
    /// <summary>The fewest customers to which a model is fitted.</summary>
    public const int FewestCustomers = 20;

    /// <summary>The fewest customers with a repeat purchase among them.</summary>
    public const int FewestRepeaters = 10;

    private protected RepeatPurchaseModel(LikelihoodFit? fit) => Fitted = fit;

    /// <summary>The name of the model.</summary>
    public abstract string Name { get; }

    /// <summary>How the model was fitted; <c>null</c> if its parameters were given.</summary>
    public LikelihoodFit? Fitted { get; }

    private protected abstract double[] LogParameters { get; }

    /// <summary>Fits all models, and gives the one that fits best for its number of parameters (Akaike's criterion) among those that converge.</summary>
    /// <returns>The best model, or the refusal of the simplest one if none converges.</returns>
    public static Estimate<RepeatPurchaseModel> FitBest(PurchaseHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var simplest = CommonRateModel.Fit(history);
        RepeatPurchaseModel?[] models = [BgNbdModel.Fit(history).Value, ParetoNbdModel.Fit(history).Value, simplest.Value];
        return models.OfType<RepeatPurchaseModel>().MinBy(model => model.Fitted!.Akaike) is { } best ? best : simplest.Refusal!;
    }

    /// <summary>The probability that a customer has not left.</summary>
    /// <param name="frequency">Repeat purchases so far.</param>
    /// <param name="recency">First to last purchase.</param>
    /// <param name="age">First purchase to now.</param>
    public abstract double ProbabilityAlive(int frequency, double recency, double age);

    /// <summary>The expected purchases of a customer in the next <paramref name="time"/>.</summary>
    /// <param name="frequency">Repeat purchases so far.</param>
    /// <param name="recency">First to last purchase.</param>
    /// <param name="age">First purchase to now.</param>
    /// <param name="time">How far to look ahead, from 0.</param>
    public abstract double ExpectedPurchases(int frequency, double recency, double age, double time);

    /// <summary>The expected repeat purchases of a new customer in the first <paramref name="time"/>.</summary>
    public abstract double ExpectedPurchasesOfNewCustomer(double time);

    private protected abstract RepeatPurchaseModel With(double[] logParameters);

    /// <summary>The probability of each customer of a history to be still there.</summary>
    public IReadOnlyList<double> ProbabilitiesAlive(PurchaseHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.ForCustomers(one => ProbabilityAlive(one.Frequency, one.Recency, one.Age));
    }

    /// <summary>The expected purchases of each customer of a history in the next <paramref name="time"/>.</summary>
    public IReadOnlyList<double> ExpectedPurchases(PurchaseHistory history, double time)
    {
        ArgumentNullException.ThrowIfNull(history);
        Checks.NotNegative(time);
        return history.ForCustomers(one => ExpectedPurchases(one.Frequency, one.Recency, one.Age, time));
    }

    /// <summary>The expected purchases of a customer, each discounted back to now at the end of its period.</summary>
    /// <param name="frequency">Repeat purchases so far.</param>
    /// <param name="recency">First to last purchase.</param>
    /// <param name="age">First purchase to now.</param>
    /// <param name="periods">How many periods to look ahead, from 1.</param>
    /// <param name="discount">The rate per period, from 0; see <see cref="Discount.PerPeriod"/>.</param>
    /// <param name="periodLength">The length of a period in the unit of the history.</param>
    public double DiscountedPurchases(int frequency, double recency, double age, int periods, double discount, double periodLength = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        Checks.NotNegative(discount);
        Checks.Positive(periodLength);
        var (sum, before, factor) = (0d, 0d, 1d);
        for (var period = 1; period <= periods; period++)
        {
            var until = ExpectedPurchases(frequency, recency, age, period * periodLength);
            factor /= 1 + discount;
            sum += (until - before) * factor;
            before = until;
        }

        return sum;
    }

    /// <summary>The purchases of all customers of a history together in the next <paramref name="time"/>.</summary>
    /// <remarks>
    /// The interval covers the error of the parameters (delta method) and the variance of each customer's purchases under the model. It does not
    /// cover a model that does not fit: compare with purchases that were held back.
    /// </remarks>
    /// <param name="history">The customers.</param>
    /// <param name="time">How far to look ahead, above 0.</param>
    /// <param name="level">The level of the interval.</param>
    /// <returns>The total, or a refusal if the model was not fitted and so has no errors.</returns>
    public Estimate<PointEstimate> TotalPurchases(PurchaseHistory history, double time, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(history);
        Checks.Positive(time);
        Checks.Level(level);
        if (Fitted is null)
        {
            return Checks.Undefined($"The parameters were given and not fitted, so they have no error. Use ExpectedPurchases for the value alone.");
        }

        const double h = 1e-4;
        var point = LogParameters;
        var slopes = new double[point.Length];
        for (var i = 0; i < point.Length; i++)
        {
            var (up, down) = ((double[])[.. point], (double[])[.. point]);
            up[i] += h;
            down[i] -= h;
            slopes[i] = (With(up).Total(history, time) - With(down).Total(history, time)) / (2 * h);
        }

        var total = Total(history, time);
        var variance = history.Patterns.Sum(one => one.Weight * Variance(one.Frequency, one.Recency, one.Age, time));
        for (var i = 0; i < point.Length; i++)
        {
            for (var j = 0; j < point.Length; j++)
            {
                variance += slopes[i] * slopes[j] * Fitted.LogCovariance[i, j];
            }
        }

        var (error, z) = (Math.Sqrt(variance), Normal.Critical(level));
        return new PointEstimate(
            total,
            error,
            new ConfidenceInterval(Math.Max(0, total - (z * error)), total + (z * error), level, "delta method plus variance of purchases"));
    }

    /// <summary>The variance of a customer's purchases in the next <paramref name="time"/>, given the history.</summary>
    private protected double Variance(int frequency, double recency, double age, double time)
    {
        var alive = ProbabilityAlive(frequency, recency, age);
        var mean = ExpectedPurchases(frequency, recency, age, time);
        return Math.Max(0, (alive * SecondFactorialMoment(frequency, age, time)) + mean - (mean * mean));
    }

    /// <summary>E[Y (Y - 1)] of the purchases Y of a customer who has not left.</summary>
    private protected abstract double SecondFactorialMoment(int frequency, double age, double time);

    private double Total(PurchaseHistory history, double time) =>
        history.Patterns.Sum(one => one.Weight * ExpectedPurchases(one.Frequency, one.Recency, one.Age, time));

    private protected static void CheckCustomer(int frequency, double recency, double age)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frequency);
        Checks.NotNegative(recency);
        Checks.NotNegative(age);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(recency, age);
    }

    private protected static Refusal? CheckSize(PurchaseHistory history)
    {
        var repeaters = history.Frequency.Count(x => x > 0);
        return history.Customers < FewestCustomers || repeaters < FewestRepeaters
            ? Checks.TooFew(
                $"There are {history.Customers} customers, {repeaters} of them with a repeat purchase; {FewestCustomers} and {FewestRepeaters} are needed. Wait for data.")
            : null;
    }
}

/// <summary>Rates of discount.</summary>
public static class Discount
{
    /// <summary>The rate per period that is as much as a rate per year: (1 + annual)^(1 / periods) - 1.</summary>
    /// <param name="annual">The rate per year, above -1, such as 0.15.</param>
    /// <param name="periodsPerYear">How many periods a year has, such as 52.1775 weeks.</param>
    public static double PerPeriod(double annual, double periodsPerYear) => Elementary.Expm1(Continuous(annual, periodsPerYear));

    /// <summary>The continuous rate per period: ln(1 + annual) / periods.</summary>
    /// <inheritdoc cref="PerPeriod"/>
    public static double Continuous(double annual, double periodsPerYear)
    {
        Checks.Positive(periodsPerYear);
        return annual > -1 && double.IsFinite(annual)
            ? Elementary.Log1P(annual) / periodsPerYear
            : throw new ArgumentOutOfRangeException(nameof(annual), annual, "The rate per year is above -1.");
    }
}
