namespace Referrals.Insights.Numerics;

/// <summary>A log-likelihood and its gradient at a point.</summary>
internal delegate double Likelihood(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>How a search for a maximum ended.</summary>
internal enum SearchEnd
{
    Converged,
    AtTheLimit,
    NoCurvature,
    TooManySteps,
    NotFinite,
}

/// <summary>Where a search for a maximum ended, with the covariance of the estimates if it converged.</summary>
internal sealed record Maximum(SearchEnd End, double[] Point, double Value, double[] Gradient, double[,]? Covariance, int Evaluations);

/// <summary>Finds the maximum of a smooth log-likelihood.</summary>
/// <remarks>
/// Quasi-Newton steps (BFGS), then Newton's with a Hessian out of differences of the gradient, until the log-likelihood is within 1e-9 of the
/// maximum of its quadratic model. J. Nocedal and S. J. Wright, Numerical Optimization (2006), chapters 3 and 6. A point is taken as the
/// maximum only if the Hessian there is negative definite and the point lies inside the box.
/// </remarks>
internal static class Maximizer
{
    private const int MaxEvaluations = 2000;
    private const double LongestStep = 2;

    /// <summary>Searches the box from -<paramref name="limit"/> to <paramref name="limit"/> in every direction.</summary>
    public static Maximum Find(Likelihood likelihood, ReadOnlySpan<double> start, double limit)
    {
        var search = new Search(likelihood, start.ToArray(), limit);
        search.Climb();
        return search.Polish();
    }

    private sealed class Search(Likelihood likelihood, double[] point, double limit)
    {
        private readonly int _n = point.Length;
        private readonly double[] _gradient = new double[point.Length];
        private double[] _point = point;
        private double _value;
        private int _evaluations;

        /// <summary>Quasi-Newton steps until the gradient is small.</summary>
        public void Climb()
        {
            _value = Evaluate(_point, _gradient);
            var inverse = Identity(1 / Math.Max(1, Norm(_gradient)));
            var next = new double[_n];
            var nextGradient = new double[_n];
            while (_evaluations < MaxEvaluations && double.IsFinite(_value) && Norm(_gradient) > 1e-6 * Math.Max(1, Math.Abs(_value) * 1e-3))
            {
                var step = Times(inverse, _gradient);
                if (Dot(step, _gradient) <= 0)
                {
                    inverse = Identity(1 / Math.Max(1, Norm(_gradient)));
                    step = Times(inverse, _gradient);
                }

                var scale = Math.Min(1, LongestStep / Norm(step));
                var slope = Dot(step, _gradient);
                var value = double.NegativeInfinity;
                for (var trial = 0; trial < 40; trial++, scale *= 0.4)
                {
                    Move(_point, step, scale, next);
                    value = Evaluate(next, nextGradient);
                    if (value >= _value + (1e-4 * scale * slope))
                    {
                        break;
                    }
                }

                if (!(value > _value))
                {
                    return;
                }

                Update(inverse, next, nextGradient);
                (_point, next) = (next, _point);
                Array.Copy(nextGradient, _gradient, _n);
                _value = value;
                if (_point.Any(x => Math.Abs(x) >= limit))
                {
                    return;
                }
            }
        }

        /// <summary>Newton's steps to the top, and the verdict.</summary>
        public Maximum Polish()
        {
            for (var iteration = 0; iteration < 30; iteration++)
            {
                if (!double.IsFinite(_value) || _gradient.Any(x => !double.IsFinite(x)))
                {
                    return End(SearchEnd.NotFinite);
                }

                if (_point.Any(x => Math.Abs(x) >= limit))
                {
                    return End(SearchEnd.AtTheLimit);
                }

                if (SymmetricMatrix.Inverse(NegativeHessian()) is not { } covariance)
                {
                    return End(SearchEnd.NoCurvature);
                }

                var step = Times(covariance, _gradient);
                var gain = 0.5 * Dot(step, _gradient);
                if (gain < 1e-9)
                {
                    return new Maximum(SearchEnd.Converged, _point, _value, _gradient, covariance, _evaluations);
                }

                var next = new double[_n];
                var gradient = new double[_n];
                var scale = Math.Min(1, LongestStep / Norm(step));
                var value = double.NegativeInfinity;
                for (var trial = 0; trial < 30 && !(value > _value); trial++, scale *= 0.4)
                {
                    Move(_point, step, scale, next);
                    value = Evaluate(next, gradient);
                }

                if (!(value > _value))
                {
                    // No gain can be measured any more: that is the top unless the model promises much.
                    return gain < 1e-6 * Math.Max(1, Math.Abs(_value) * 1e-3)
                        ? new Maximum(SearchEnd.Converged, _point, _value, _gradient, covariance, _evaluations)
                        : End(SearchEnd.TooManySteps);
                }

                (_point, _value) = (next, value);
                Array.Copy(gradient, _gradient, _n);
            }

            return End(SearchEnd.TooManySteps);
        }

        private Maximum End(SearchEnd end) => new(end, _point, _value, _gradient, null, _evaluations);

        private double Evaluate(double[] at, double[] gradient)
        {
            _evaluations++;
            var value = likelihood(at, gradient);
            return double.IsNaN(value) ? double.NegativeInfinity : value;
        }

        private double[,] NegativeHessian()
        {
            const double h = 1e-4;
            var hessian = new double[_n, _n];
            var (low, high, moved) = (new double[_n], new double[_n], new double[_n]);
            for (var i = 0; i < _n; i++)
            {
                Array.Copy(_point, moved, _n);
                moved[i] = _point[i] + h;
                _ = Evaluate(moved, high);
                moved[i] = _point[i] - h;
                _ = Evaluate(moved, low);
                for (var j = 0; j < _n; j++)
                {
                    hessian[i, j] -= (high[j] - low[j]) / (4 * h);
                    hessian[j, i] -= (high[j] - low[j]) / (4 * h);
                }
            }

            return hessian;
        }

        private void Move(double[] from, double[] step, double scale, double[] to)
        {
            for (var i = 0; i < _n; i++)
            {
                to[i] = Math.Clamp(from[i] + (scale * step[i]), -limit, limit);
            }
        }

        /// <summary>The update of Broyden, Fletcher, Goldfarb and Shanno for the inverse of the negative Hessian.</summary>
        private void Update(double[,] inverse, double[] next, double[] nextGradient)
        {
            var s = new double[_n];
            var y = new double[_n];
            for (var i = 0; i < _n; i++)
            {
                (s[i], y[i]) = (next[i] - _point[i], _gradient[i] - nextGradient[i]);
            }

            var curvature = Dot(s, y);
            if (curvature <= 1e-12 * Norm(s) * Norm(y))
            {
                return;
            }

            var times = Times(inverse, y);
            var factor = (1 + (Dot(y, times) / curvature)) / curvature;
            for (var i = 0; i < _n; i++)
            {
                for (var j = 0; j < _n; j++)
                {
                    inverse[i, j] += (factor * s[i] * s[j]) - (((times[i] * s[j]) + (s[i] * times[j])) / curvature);
                }
            }
        }

        private double[,] Identity(double scale)
        {
            var matrix = new double[_n, _n];
            for (var i = 0; i < _n; i++)
            {
                matrix[i, i] = scale;
            }

            return matrix;
        }

        private double[] Times(double[,] matrix, double[] vector)
        {
            var product = new double[_n];
            for (var i = 0; i < _n; i++)
            {
                for (var j = 0; j < _n; j++)
                {
                    product[i] += matrix[i, j] * vector[j];
                }
            }

            return product;
        }

        private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

        private static double Norm(double[] a) => a.Max(Math.Abs);
    }
}

/// <summary>Symmetric matrices of a few rows.</summary>
internal static class SymmetricMatrix
{
    /// <summary>The inverse by the method of Cholesky; <c>null</c> if the matrix is not positive definite, or is so only by rounding.</summary>
    public static double[,]? Inverse(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var root = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= root[i, k] * root[j, k];
                }

                if (i != j)
                {
                    root[i, j] = sum / root[j, j];
                }
                else if (sum > 1e-11 * Math.Abs(matrix[i, i]))
                {
                    root[i, i] = Math.Sqrt(sum);
                }
                else
                {
                    return null;
                }
            }
        }

        var inverse = new double[n, n];
        for (var column = 0; column < n; column++)
        {
            var solution = new double[n];
            for (var i = 0; i < n; i++)
            {
                var sum = i == column ? 1d : 0;
                for (var k = 0; k < i; k++)
                {
                    sum -= root[i, k] * solution[k];
                }

                solution[i] = sum / root[i, i];
            }

            for (var i = n - 1; i >= 0; i--)
            {
                var sum = solution[i];
                for (var k = i + 1; k < n; k++)
                {
                    sum -= root[k, i] * solution[k];
                }

                solution[i] = sum / root[i, i];
                inverse[i, column] = solution[i];
            }
        }

        return inverse;
    }
}
