using Referrals.Insights.Numerics;

namespace Referrals.Insights.Survival;

/// <summary>How much faster or slower customers leave by what is known of them: Cox's proportional hazards.</summary>
/// <remarks>
/// D. R. Cox, Regression models and life-tables, JRSS B 34 (1972), 187-220; ties by B. Efron, JASA 72 (1977), 557-565, the default of R's <c>coxph</c>.
/// Assumes that hazards are proportional at all times: compare the curves of the groups; where they cross, one ratio does not describe them.
/// </remarks>
/// <example><code>
/// var cox = CoxModel.Fit(days, hasLeft, ["referred"], [referred]).OrThrow();
/// var ratio = cox.HazardRatios["referred"];
/// </code></example>
public sealed class CoxModel
{
    private CoxModel(
        IReadOnlyDictionary<string, PointEstimate> coefficients,
        IReadOnlyDictionary<string, PointEstimate> ratios,
        SignificanceTest test,
        double logLikelihood,
        long subjects,
        long events)
    {
        Coefficients = coefficients;
        HazardRatios = ratios;
        LikelihoodRatioTest = test;
        LogLikelihood = logLikelihood;
        Subjects = subjects;
        Events = events;
    }

    /// <summary>The coefficients: logarithms of the hazard ratios per unit of each column.</summary>
    public IReadOnlyDictionary<string, PointEstimate> Coefficients { get; }

    /// <summary>The hazard ratios per unit of each column: below 1, customers stay longer.</summary>
    public IReadOnlyDictionary<string, PointEstimate> HazardRatios { get; }

    /// <summary>The test of all columns together against none.</summary>
    public SignificanceTest LikelihoodRatioTest { get; }

    /// <summary>The logarithm of the partial likelihood.</summary>
    public double LogLikelihood { get; }

    /// <summary>How many were observed.</summary>
    public long Subjects { get; }

    /// <summary>How many left.</summary>
    public long Events { get; }

    /// <summary>Fits the model.</summary>
    /// <param name="durations">For how long each was observed, above 0.</param>
    /// <param name="left">Whether each left at that time.</param>
    /// <param name="names">The names of the columns.</param>
    /// <param name="columns">What is known of each at the start, such as 1 for referred and 0 for others.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <returns>The model, or a refusal: fewer than five events per column, columns that say the same, or a column that separates who leaves.</returns>
    public static Estimate<CoxModel> Fit(
        IReadOnlyList<double> durations,
        IReadOnlyList<bool> left,
        IReadOnlyList<string> names,
        IReadOnlyList<IReadOnlyList<double>> columns,
        double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(durations);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(columns);
        Checks.Level(level);
        Checks.SameLength(names.Count, columns.Count, nameof(columns));
        ArgumentOutOfRangeException.ThrowIfZero(names.Count, nameof(names));
        foreach (var column in columns)
        {
            Checks.SameLength(durations.Count, column.Count, nameof(columns));
        }

        if (SurvivalData.Check(durations, left) is { } refusal)
        {
            return refusal;
        }

        for (var j = 0; j < names.Count; j++)
        {
            if (Checks.Finite([.. columns[j]], names[j]) is { } invalid)
            {
                return invalid;
            }
        }

        var events = left.Count(one => one);
        if (events < 5 * names.Count)
        {
            return Checks.TooFew($"{events} left, and 5 per column are needed for {names.Count} columns. Observe for longer, or use fewer columns.");
        }

        var (means, scales) = (columns.Select(column => column.Average()).ToArray(), new double[names.Count]);
        for (var j = 0; j < scales.Length; j++)
        {
            scales[j] = Math.Sqrt(columns[j].Average(x => (x - means[j]) * (x - means[j])));
            if (!(scales[j] > 0))
            {
                return Checks.NoVariation($"All values of '{names[j]}' are {means[j]}, so it explains nothing. Leave it out.");
            }
        }

        var data = new Rows(durations, left, columns, means, scales);
        return data.Climb(names, level);
    }

    /// <summary>Standardized rows in descending order of time, and the partial likelihood over them.</summary>
    private sealed class Rows
    {
        private const double Separating = 12;

        private readonly double[] _times;
        private readonly bool[] _left;
        private readonly double[][] _rows;
        private readonly double[] _scales;
        private readonly int _k;

        public Rows(IReadOnlyList<double> durations, IReadOnlyList<bool> left, IReadOnlyList<IReadOnlyList<double>> columns, double[] means, double[] scales)
        {
            int[] order = [.. Enumerable.Range(0, durations.Count).OrderByDescending(row => durations[row])];
            (_k, _scales) = (columns.Count, scales);
            _times = Array.ConvertAll(order, row => durations[row]);
            _left = Array.ConvertAll(order, row => left[row]);
            _rows = Array.ConvertAll(order, row => columns.Select((column, j) => (column[row] - means[j]) / scales[j]).ToArray());
        }

        /// <summary>Newton's steps from zero.</summary>
        public Estimate<CoxModel> Climb(IReadOnlyList<string> names, double level)
        {
            var (beta, gradient, information) = (new double[_k], new double[_k], new double[_k, _k]);
            var start = Evaluate(beta, gradient, information);
            var value = start;
            for (var iteration = 0; iteration < 60; iteration++)
            {
                if (SymmetricMatrix.Inverse(information) is not { } covariance)
                {
                    return Checks.NotConverged($"The columns {string.Join(", ", names)} say the same about who leaves. Leave one of them out.");
                }

                double[] step = [.. Enumerable.Range(0, _k).Select(i => Enumerable.Range(0, _k).Sum(j => covariance[i, j] * gradient[j]))];
                if (step.Zip(gradient, (a, b) => a * b).Sum() < 1e-12)
                {
                    return Result(names, beta, covariance, start, value, level);
                }

                var next = Enumerable.Range(0, _k).Select(i => beta[i] + step[i]).ToArray();
                var found = Evaluate(next, gradient, information);
                for (var half = 0; half < 30 && !(found >= value); half++)
                {
                    next = [.. next.Zip(beta, (a, b) => 0.5 * (a + b))];
                    found = Evaluate(next, gradient, information);
                }

                (beta, value) = (next, found);
                var largest = Enumerable.Range(0, _k).MaxBy(i => Math.Abs(beta[i]));
                if (Math.Abs(beta[largest]) > Separating)
                {
                    return Checks.Separated(
                        $"'{names[largest]}' separates who leaves from who stays, so that its hazard ratio has no finite estimate. Report the two curves instead.");
                }
            }

            return Checks.NotConverged($"The likelihood did not settle in 60 steps. Check the columns for extreme values.");
        }

        private CoxModel Result(IReadOnlyList<string> names, double[] beta, double[,] covariance, double start, double value, double level)
        {
            var z = Normal.Critical(level);
            var (coefficients, ratios) = (new Dictionary<string, PointEstimate>(), new Dictionary<string, PointEstimate>());
            for (var j = 0; j < _k; j++)
            {
                var (b, error) = (beta[j] / _scales[j], Math.Sqrt(covariance[j, j]) / _scales[j]);
                coefficients[names[j]] = new PointEstimate(b, error, new ConfidenceInterval(b - (z * error), b + (z * error), level, "Wald"));
                ratios[names[j]] = new PointEstimate(
                    Math.Exp(b),
                    Math.Exp(b) * error,
                    new ConfidenceInterval(Math.Exp(b - (z * error)), Math.Exp(b + (z * error)), level, "Wald, log scale"));
            }

            var statistic = Math.Max(0, 2 * (value - start));
            return new CoxModel(
                coefficients,
                ratios,
                new SignificanceTest("likelihood ratio test", statistic, ChiSquare.Survival(statistic, _k), _k),
                value,
                _times.Length,
                _left.Count(one => one));
        }

        private double Evaluate(double[] beta, double[] gradient, double[,] information)
        {
            Array.Clear(gradient);
            Array.Clear(information);
            var risk = new Sums(_k);
            var value = 0d;
            for (var from = 0; from < _times.Length;)
            {
                var tied = new Sums(_k);
                var deaths = 0;
                var to = from;
                for (; to < _times.Length && _times[to] == _times[from]; to++)
                {
                    var x = _rows[to];
                    var eta = 0d;
                    for (var j = 0; j < _k; j++)
                    {
                        eta += beta[j] * x[j];
                    }

                    var weight = Math.Exp(eta);
                    risk.Add(x, weight);
                    if (_left[to])
                    {
                        tied.Add(x, weight);
                        deaths++;
                        value += eta;
                        for (var j = 0; j < _k; j++)
                        {
                            gradient[j] += x[j];
                        }
                    }
                }

                for (var l = 0; l < deaths; l++)
                {
                    var part = (double)l / deaths;
                    var total = risk.Zero - (part * tied.Zero);
                    value -= Math.Log(total);
                    for (var i = 0; i < _k; i++)
                    {
                        var mean = (risk.One[i] - (part * tied.One[i])) / total;
                        gradient[i] -= mean;
                        for (var j = 0; j < _k; j++)
                        {
                            information[i, j] += ((risk.Two[i, j] - (part * tied.Two[i, j])) / total)
                                - (mean * (risk.One[j] - (part * tied.One[j])) / total);
                        }
                    }
                }

                from = to;
            }

            return value;
        }
    }

    /// <summary>Sums of weights, and of weights times rows and their products.</summary>
    private sealed class Sums(int k)
    {
        public double Zero { get; private set; }

        public double[] One { get; } = new double[k];

        public double[,] Two { get; } = new double[k, k];

        public void Add(double[] x, double weight)
        {
            Zero += weight;
            for (var i = 0; i < x.Length; i++)
            {
                One[i] += weight * x[i];
                for (var j = 0; j < x.Length; j++)
                {
                    Two[i, j] += weight * x[i] * x[j];
                }
            }
        }
    }
}
