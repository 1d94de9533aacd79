using Referrals.Insights.Numerics;

namespace Referrals.Insights.Advocates;

/// <summary>The odds that something happens, by what is known before: logistic regression, with a ridge penalty if wanted.</summary>
/// <remarks>
/// D. W. Hosmer and S. Lemeshow, Applied Logistic Regression (2000), chapters 1 and 2, by Newton's steps (iteratively reweighted least squares). The penalty
/// and the standard errors under it are those of S. le Cessie and J. C. van Houwelingen, Ridge estimators in logistic regression, Applied Statistics 41
/// (1992), 191-201: half the penalty times the sum of the squared coefficients of the standardized columns; the intercept is free. The errors under
/// a penalty do not hold its bias. Assumes independent rows and effects that add up on the scale of the log odds.
/// </remarks>
/// <example><code>
/// var model = LogisticModel.Fit(hasReferred, ["shares", "orders"], [shares, orders]).OrThrow();
/// var ratio = model.OddsRatios["shares"];
/// </code></example>
public sealed class LogisticModel
{
    /// <summary>The fewest rows of the rarer outcome per column.</summary>
    /// <remarks>P. Peduzzi et al., A simulation study of the number of events per variable in logistic regression analysis, J. Clin. Epidemiol. 49
    /// (1996).</remarks>
    public const int FewestEventsPerColumn = 10;

    private readonly double[] _slopes;
    private readonly double[] _means;

    private LogisticModel(LogisticFit fit, IReadOnlyList<string> names, double level)
    {
        (Names, Ridge, Observations, Events) = ([.. names], fit.Ridge, fit.Rows, fit.Events);
        (LogLikelihood, Steps, SeparatedBy, _means) = (fit.LogLikelihood, fit.Steps, fit.SeparatedBy, fit.Means);
        var (k, z) = (names.Count, Normal.Critical(level));
        _slopes = [.. Enumerable.Range(0, k).Select(j => fit.Beta[j + 1] / fit.Scales[j])];

        // The intercept of the columns as they are is a sum of the standardized estimates, and its variance one over their covariances.
        double[] weights = [1, .. Enumerable.Range(0, k).Select(j => -fit.Means[j] / fit.Scales[j])];
        var (intercept, variance) = (0d, 0d);
        for (var i = 0; i <= k; i++)
        {
            intercept += weights[i] * fit.Beta[i];
            for (var j = 0; j <= k; j++)
            {
                variance += weights[i] * weights[j] * fit.Covariance[i, j];
            }
        }

        Intercept = Wald(intercept, Math.Sqrt(variance));
        var coefficients = new Dictionary<string, PointEstimate>(StringComparer.Ordinal);
        var ratios = new Dictionary<string, PointEstimate>(StringComparer.Ordinal);
        for (var j = 0; j < k; j++)
        {
            var one = Wald(_slopes[j], Math.Sqrt(fit.Covariance[j + 1, j + 1]) / fit.Scales[j]);
            coefficients.Add(names[j], one);
            ratios.Add(names[j], new PointEstimate(
                Math.Exp(one.Value),
                Math.Exp(one.Value) * one.StandardError,
                new ConfidenceInterval(Math.Exp(one.Interval.Low), Math.Exp(one.Interval.High), level, one.Interval.Method + ", log scale")));
        }

        (Coefficients, OddsRatios) = (coefficients, ratios);
        var statistic = Math.Max(0, 2 * (fit.LogLikelihood - fit.NullLogLikelihood));
        LikelihoodRatioTest = Ridge > 0
            ? Checks.Undefined($"With a penalty of {Ridge} the likelihood is not at its maximum, so that its ratio is no test. Fit with a ridge of 0.")
            : new SignificanceTest("likelihood ratio test", statistic, ChiSquare.Survival(statistic, k), k);

        PointEstimate Wald(double value, double error) =>
            new(value, error, new ConfidenceInterval(value - (z * error), value + (z * error), level, Ridge > 0 ? "Wald, ridge" : "Wald"));
    }

    /// <summary>The names of the columns, in the order in which they were given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The log odds where all columns are 0.</summary>
    public PointEstimate Intercept { get; }

    /// <summary>The change of the log odds per unit of each column.</summary>
    public IReadOnlyDictionary<string, PointEstimate> Coefficients { get; }

    /// <summary>The factor of the odds per unit of each column: above 1, more of it makes the outcome more likely.</summary>
    public IReadOnlyDictionary<string, PointEstimate> OddsRatios { get; }

    /// <summary>The penalty.</summary>
    public double Ridge { get; }

    /// <summary>The log-likelihood, without the penalty.</summary>
    public double LogLikelihood { get; }

    /// <summary>The test of all columns together against none; refused under a penalty.</summary>
    public Estimate<SignificanceTest> LikelihoodRatioTest { get; }

    /// <summary>How many rows there are.</summary>
    public long Observations { get; }

    /// <summary>In how many of them it happened.</summary>
    public long Events { get; }

    /// <summary>After how many of Newton's steps the coefficients stood still.</summary>
    public int Steps { get; }

    /// <summary>The column that would have no finite coefficient without the penalty, because it tells the outcomes apart completely; <c>null</c> if there
    /// is none.</summary>
    public string? SeparatedBy { get; }

    /// <summary>Fits the model.</summary>
    /// <param name="outcomes">Whether it happened, row by row.</param>
    /// <param name="names">The names of the columns, each once.</param>
    /// <param name="columns">What is known of each row before.</param>
    /// <param name="ridge">The penalty, from 0 (none). The unit is one standard deviation of a column: 1 is weak with hundreds of events, and keeps
    /// every coefficient finite.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <returns>
    /// The model, or a refusal: the rarer outcome has fewer than ten rows per column, a column does not vary, columns say the same or, without a penalty,
    /// one separates the outcomes.
    /// </returns>
    /// <exception cref="ArgumentException">The columns differ in length, or a name is given twice.</exception>
    public static Estimate<LogisticModel> Fit(
        IReadOnlyList<bool> outcomes,
        IReadOnlyList<string> names,
        IReadOnlyList<IReadOnlyList<double>> columns,
        double ridge = 0,
        double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(columns);
        Checks.Level(level);
        Checks.NotNegative(ridge);
        Checks.SameLength(names.Count, columns.Count, nameof(columns));
        ArgumentOutOfRangeException.ThrowIfZero(names.Count, nameof(names));
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count)
        {
            throw new ArgumentException($"The names are {string.Join(", ", names)}. Give each column a name of its own.", nameof(names));
        }

        for (var j = 0; j < columns.Count; j++)
        {
            Checks.SameLength(outcomes.Count, columns[j].Count, nameof(columns));
            if (Checks.Finite([.. columns[j]], names[j]) is { } invalid)
            {
                return invalid;
            }
        }

        return outcomes.Count == 0
            ? Checks.TooFew($"There are no rows. Wait for data.")
            : FitMatrix([.. outcomes], names, DesignMatrix.Of(columns), ridge, level);
    }

    internal static Estimate<LogisticModel> FitMatrix(bool[] outcomes, IReadOnlyList<string> names, DesignMatrix matrix, double ridge, double level)
    {
        var (fit, refusal) = LogisticFit.Of(outcomes, names, matrix, ridge);
        return fit is null ? refusal! : new LogisticModel(fit, names, level);
    }

    /// <summary>The log odds of a row.</summary>
    /// <param name="row">The values of the columns, in the order of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The row has another number of values than the model has columns.</exception>
    public double LogOdds(ReadOnlySpan<double> row)
    {
        Checks.SameLength(_slopes.Length, row.Length, nameof(row));
        var sum = Intercept.Value;
        for (var j = 0; j < row.Length; j++)
        {
            sum += _slopes[j] * row[j];
        }

        return sum;
    }

    /// <summary>The probability of a row.</summary>
    /// <param name="row">The values of the columns, in the order of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The row has another number of values than the model has columns.</exception>
    public double Probability(ReadOnlySpan<double> row) => Elementary.Logistic(LogOdds(row));

    /// <summary>What each column adds to the log odds of a row, beside a row of average values. Together with the average they are the log odds.</summary>
    /// <param name="row">The values of the columns, in the order of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The row has another number of values than the model has columns.</exception>
    public IReadOnlyList<double> Contributions(ReadOnlySpan<double> row)
    {
        Checks.SameLength(_slopes.Length, row.Length, nameof(row));
        var contributions = new double[row.Length];
        for (var j = 0; j < row.Length; j++)
        {
            contributions[j] = _slopes[j] * (row[j] - _means[j]);
        }

        return contributions;
    }
}
