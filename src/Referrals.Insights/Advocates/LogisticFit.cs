using Referrals.Insights.Numerics;

namespace Referrals.Insights.Advocates;

/// <summary>The maximum of the penalized likelihood of a logistic regression, on standardized columns.</summary>
internal sealed class LogisticFit
{
    /// <summary>Newton's method needs about ten steps where a maximum exists; where columns separate it goes on for ever, by about 1 each.</summary>
    private const int MostSteps = 30;

    private readonly bool[] _outcomes;
    private readonly DesignMatrix _matrix;
    private readonly int _k;
    private readonly double[] _gradient;
    private readonly double[] _information;
    private double _largest;

    private LogisticFit(bool[] outcomes, DesignMatrix matrix, double ridge, double[] means, double[] scales)
    {
        (_outcomes, _matrix, Ridge, Means, Scales, _k) = (outcomes, matrix, ridge, means, scales, matrix.Columns + 1);
        (_gradient, _information) = (new double[_k], new double[_k * _k]);
        Beta = new double[_k];
        Covariance = new double[_k, _k];
        Events = outcomes.LongCount(one => one);
        var rate = (double)Events / Rows;
        NullLogLikelihood = (Events * Math.Log(rate)) + ((Rows - Events) * Elementary.Log1P(-rate));
        Beta[0] = Math.Log(rate / (1 - rate));
    }

    public double Ridge { get; }

    public double[] Means { get; }

    public double[] Scales { get; }

    public double[] Beta { get; private set; }

    public double[,] Covariance { get; private set; }

    public double LogLikelihood { get; private set; }

    public double NullLogLikelihood { get; }

    public long Events { get; }

    public long Rows => _matrix.Rows;

    public int Steps { get; private set; }

    public string? SeparatedBy { get; private set; }

    public static (LogisticFit? Fit, Refusal? Refusal) Of(bool[] outcomes, IReadOnlyList<string> names, DesignMatrix matrix, double ridge)
    {
        var events = outcomes.LongCount(one => one);
        var (rarer, needed) = (Math.Min(events, outcomes.Length - events), (long)LogisticModel.FewestEventsPerColumn * names.Count);
        if (rarer < needed)
        {
            return (null, Checks.TooFew(
                $"The rarer outcome has {rarer} rows, and {needed} are needed: 10 for each of {names.Count} columns. Use fewer columns or more data."));
        }

        var (means, scales) = matrix.Moments();
        for (var j = 0; j < names.Count; j++)
        {
            // A constant column has a spread by rounding at most.
            if (!(scales[j] > 1e-12 * Math.Abs(means[j])))
            {
                return (null, Checks.NoVariation($"All values of '{names[j]}' are {means[j]}, so it explains nothing. Leave it out."));
            }
        }

        var fit = new LogisticFit(outcomes, matrix, ridge, means, scales);
        if (fit.Climb(names) is { } refusal)
        {
            return (null, refusal);
        }

        if (ridge > 0)
        {
            // The penalty hides a separation. It is told, as the coefficient then rests on the penalty.
            var free = new LogisticFit(outcomes, matrix, 0, means, scales) { Beta = [.. fit.Beta] };
            fit.SeparatedBy = free.Climb(names) is { Code: RefusalCode.Separated } ? free.SeparatedBy : null;
        }

        return (fit, null);
    }

    /// <summary>Newton's steps, each halved until the likelihood does not fall.</summary>
    private Refusal? Climb(IReadOnlyList<string> names)
    {
        var value = Evaluate(Beta);
        var step = new double[_k];
        for (Steps = 1; Steps <= MostSteps; Steps++)
        {
            if (SymmetricMatrix.Inverse(Curvature()) is not { } inverse)
            {
                return _largest > 15 && Steps > 5
                    ? Separated(names, step)
                    : Checks.NotConverged(
                        $"Some of the columns {string.Join(", ", names)} say the same as others together. Leave one of them out, or use a ridge.");
            }

            step = new double[_k];
            for (var i = 0; i < _k; i++)
            {
                for (var j = 0; j < _k; j++)
                {
                    step[i] += inverse[i, j] * _gradient[j];
                }
            }

            if (step.Max(Math.Abs) < 1e-9)
            {
                Beta = Moved(1);
                Finish(inverse);
                return null;
            }

            var next = Moved(1);
            var found = Evaluate(next);
            for (var half = 1; half < 30 && !(found >= value - (1e-12 * Math.Abs(value))); half++)
            {
                next = Moved(Math.Pow(0.5, half));
                found = Evaluate(next);
            }

            (Beta, value) = (next, found);
        }

        return _largest > 15
            ? Separated(names, step)
            : Checks.NotConverged($"The likelihood did not settle in {MostSteps} steps. Check the columns for extreme values, or use a ridge.");

        double[] Moved(double part) => [.. Beta.Select((b, i) => b + (part * step[i]))];
    }

    private Refusal Separated(IReadOnlyList<string> names, double[] step)
    {
        // The column that runs away is the one whose step changes the log odds the most over its range, which for a rare flag is many deviations.
        var (low, high) = (_matrix.Row(0).ToArray(), _matrix.Row(0).ToArray());
        for (var row = 1; row < _matrix.Rows; row++)
        {
            var values = _matrix.Row(row);
            for (var j = 0; j < values.Length; j++)
            {
                (low[j], high[j]) = (Math.Min(low[j], values[j]), Math.Max(high[j], values[j]));
            }
        }

        SeparatedBy = names[Enumerable.Range(0, names.Count).MaxBy(j => Math.Abs(step[j + 1]) * (high[j] - low[j]) / Scales[j])];
        return Checks.Separated(
            $"'{SeparatedBy}' separates the outcomes, alone or with others, so that its coefficient has no finite estimate. Leave it out, or use a ridge.");
    }

    private double[,] Curvature()
    {
        var curvature = new double[_k, _k];
        for (var i = 0; i < _k; i++)
        {
            for (var j = 0; j < _k; j++)
            {
                curvature[i, j] = _information[(Math.Max(i, j) * _k) + Math.Min(i, j)] + (i == j && i > 0 ? Ridge : 0);
            }
        }

        return curvature;
    }

    /// <summary>The covariance: the inverse of the curvature, around the information if there is a penalty.</summary>
    private void Finish(double[,] inverse)
    {
        if (Ridge == 0)
        {
            Covariance = inverse;
            return;
        }

        var half = new double[_k, _k];
        for (var i = 0; i < _k; i++)
        {
            for (var j = 0; j < _k; j++)
            {
                for (var l = 0; l < _k; l++)
                {
                    half[i, j] += inverse[i, l] * _information[(Math.Max(l, j) * _k) + Math.Min(l, j)];
                }
            }
        }

        for (var i = 0; i < _k; i++)
        {
            for (var j = 0; j < _k; j++)
            {
                for (var l = 0; l < _k; l++)
                {
                    Covariance[i, j] += half[i, l] * inverse[l, j];
                }
            }
        }
    }

    /// <summary>The penalized log-likelihood, with its gradient and the lower half of the information.</summary>
    private double Evaluate(double[] beta)
    {
        Array.Clear(_gradient);
        Array.Clear(_information);
        Span<double> row = new double[_k];
        row[0] = 1;
        var (sum, largest) = (0d, 0d);
        for (var i = 0; i < _outcomes.Length; i++)
        {
            var values = _matrix.Row(i);
            var eta = beta[0];
            for (var j = 1; j < row.Length; j++)
            {
                row[j] = (values[j - 1] - Means[j - 1]) / Scales[j - 1];
                eta += beta[j] * row[j];
            }

            // ln(1 + e^eta) and the probability out of one exponential.
            var small = Math.Exp(-Math.Abs(eta));
            var probability = (eta >= 0 ? 1 : small) / (1 + small);
            var rest = (_outcomes[i] ? 1 : 0) - probability;
            var weight = small / ((1 + small) * (1 + small));
            sum += (_outcomes[i] ? eta : 0) - Math.Max(0, eta) - Elementary.Log1P(small);
            largest = Math.Max(largest, Math.Abs(eta));
            for (var a = 0; a < row.Length; a++)
            {
                _gradient[a] += rest * row[a];
                var part = weight * row[a];
                var line = _information.AsSpan(a * _k, a + 1);
                for (var b = 0; b < line.Length; b++)
                {
                    line[b] += part * row[b];
                }
            }
        }

        (LogLikelihood, _largest) = (sum, largest);
        for (var j = 1; j < _k; j++)
        {
            sum -= 0.5 * Ridge * beta[j] * beta[j];
            _gradient[j] -= Ridge * beta[j];
        }

        return sum;
    }
}
