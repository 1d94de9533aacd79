namespace Referrals.Attribution.DataDriven.Markov.Solving;

/// <summary>Solves the sparse systems of a chain by the stabilised method of biconjugate gradients (van der Vorst 1992).</summary>
internal sealed class ChainSolver(AbsorbingChain chain)
{
    private const int MaxSteps = 2_000;

    private readonly double[] _residual = new double[chain.Count];
    private readonly double[] _shadow = new double[chain.Count];
    private readonly double[] _direction = new double[chain.Count];
    private readonly double[] _image = new double[chain.Count];
    private readonly double[] _secondImage = new double[chain.Count];

    /// <summary>x of (I - Q) x = r: what is expected from each state on.</summary>
    internal bool TryAbsorption(double[] atOnce, double[] expected)
    {
        var ones = new double[chain.Count];
        Array.Fill(ones, 1);
        var scale = atOnce.Max();
        return scale == 0 || TrySolve(atOnce, expected, [], fromLeft: false, () => Weighted(ones) / scale);
    }

    /// <summary>z of z (I - Q) = start, without some states: the expected visits. Begins from what <paramref name="visits"/> hold.</summary>
    internal bool TryVisits(int[] without, double[] conversion, double probability, double[] value, double expectedValue, double[] visits)
    {
        foreach (var s in without)
        {
            visits[s] = 0;
        }

        return TrySolve(chain.Start, visits, without, fromLeft: true, () => Math.Max(
            probability > 0 ? Weighted(conversion) / probability : 0,
            expectedValue > 0 ? Weighted(value) / expectedValue : 0));
    }

    private bool TrySolve(double[] right, double[] solution, int[] without, bool fromLeft, Func<double> error)
    {
        var left = MaxSteps;
        var best = double.PositiveInfinity;
        while (true)
        {
            // The residual is computed anew at each restart, so that the error is the true one.
            Apply(solution, _residual, without, fromLeft);
            for (var i = 0; i < right.Length; i++)
            {
                _residual[i] = right[i] - _residual[i];
            }

            Clear(_residual, without);
            var now = error();
            if (now <= SparseRemoval.Tolerance / 10 || left <= 0 || !(now < best))
            {
                return now <= SparseRemoval.Tolerance;
            }

            best = now;
            left -= Run(solution, without, fromLeft, error, left);
        }
    }

    /// <summary>Improves a solution from its residual; returns the steps taken.</summary>
    private int Run(double[] solution, int[] without, bool fromLeft, Func<double> error, int maxSteps)
    {
        _residual.CopyTo(_shadow, 0);
        _residual.CopyTo(_direction, 0);
        var rho = RemovalSolution.Dot(_shadow, _residual);
        for (var step = 1; step <= maxSteps; step++)
        {
            Apply(_direction, _image, without, fromLeft);
            var alpha = rho / RemovalSolution.Dot(_shadow, _image);
            if (!double.IsFinite(alpha))
            {
                return step;
            }

            AddTimes(_residual, -alpha, _image);
            AddTimes(solution, alpha, _direction);
            Apply(_residual, _secondImage, without, fromLeft);
            var square = RemovalSolution.Dot(_secondImage, _secondImage);
            var omega = square > 0 ? RemovalSolution.Dot(_secondImage, _residual) / square : 0;
            AddTimes(solution, omega, _residual);
            AddTimes(_residual, -omega, _secondImage);
            var next = RemovalSolution.Dot(_shadow, _residual);
            var beta = next / rho * (alpha / omega);
            if (error() <= SparseRemoval.Tolerance / 20 || !double.IsFinite(beta) || next == 0)
            {
                return step;
            }

            for (var i = 0; i < _direction.Length; i++)
            {
                _direction[i] = _residual[i] + (beta * (_direction[i] - (omega * _image[i])));
            }

            rho = next;
        }

        return maxSteps;
    }

    /// <summary>image = vector (I - Q), or (I - Q) vector, on the states that are left.</summary>
    private void Apply(double[] vector, double[] image, int[] without, bool fromLeft)
    {
        if (fromLeft)
        {
            chain.Columns.MultiplyLeft(vector, image);
        }
        else
        {
            Array.Clear(image);
            chain.Columns.AddMultiplyRight(vector, image);
        }

        for (var i = 0; i < image.Length; i++)
        {
            image[i] = vector[i] - image[i];
        }

        Clear(image, without);
    }

    private double Weighted(double[] weights)
    {
        var sum = 0d;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += Math.Abs(_residual[i]) * weights[i];
        }

        return sum;
    }

    private static void Clear(double[] vector, int[] places)
    {
        foreach (var place in places)
        {
            vector[place] = 0;
        }
    }

    private static void AddTimes(double[] target, double factor, double[] source)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
