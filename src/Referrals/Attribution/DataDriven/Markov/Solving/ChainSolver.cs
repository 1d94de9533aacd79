namespace Referrals.Attribution.DataDriven.Markov.Solving;

/// <summary>Solves the sparse systems of a chain by restarted GMRES, and says how far off an answer can be.</summary>
internal sealed class ChainSolver(AbsorbingChain chain)
{
    /// <summary>What is striven for, and what is accepted where rounding allows no better.</summary>
    private const double Aim = 1e-13;
    private const double Accepted = 1e-11;

    private readonly KrylovBasis _basis = new(chain.Count, chain.Count <= 50_000 ? 50 : 20);
    private readonly double[] _residual = new double[chain.Count];

    /// <summary>x of (I - Q) x = r: what is expected from each state on.</summary>
    /// <param name="atOnce">What is expected at once: r.</param>
    /// <param name="fromStart">What is expected from the start, which the counts tell beforehand.</param>
    /// <param name="expected">Filled in. Its error at the start is at most the accepted one times the length of a path.</param>
    internal bool TryAbsorption(double[] atOnce, double fromStart, double[] expected)
    {
        var weights = new double[chain.Count];
        Array.Fill(weights, fromStart > 0 ? 1 / fromStart : 0);
        return fromStart == 0 || TrySolve(atOnce, expected, [], weights, fromLeft: false);
    }

    /// <summary>z of z (I - Q) = start, without some states: the expected visits.</summary>
    /// <param name="without">The states that lead nowhere.</param>
    /// <param name="weights">What a unit of residual in each state is worth of the answer.</param>
    /// <param name="visits">An approximation, which is improved.</param>
    internal bool TryVisits(int[] without, double[] weights, double[] visits)
    {
        Clear(visits, without);
        return TrySolve(chain.Start, visits, without, weights, fromLeft: true);
    }

    private bool TrySolve(double[] right, double[] solution, int[] without, double[] weights, bool fromLeft)
    {
        var weight = fromLeft ? Math.Sqrt(RemovalSolution.Dot(weights, weights)) : weights[0];
        var best = double.PositiveInfinity;
        while (true)
        {
            // Computed anew at each restart, so that the error is the true one and rounding does not add up.
            Apply(solution, _residual, without, fromLeft);
            for (var i = 0; i < right.Length; i++)
            {
                _residual[i] = right[i] - _residual[i];
            }

            Clear(_residual, without);
            var error = fromLeft ? Sum(weights) : Largest(weights);
            if (error <= Aim || !(error < best / 2))
            {
                return error <= Accepted;
            }

            best = error;
            _basis.Begin(_residual);
            do
            {
                Apply(_basis.Newest, _basis.Image, without, fromLeft);
            }
            while (_basis.Grow() && !_basis.IsFull && _basis.Residual * weight > Aim);
            _basis.AddTo(solution);
        }
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

    private double Largest(double[] weights)
    {
        var largest = 0d;
        for (var i = 0; i < weights.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(_residual[i]) * weights[i]);
        }

        return largest;
    }

    private double Sum(double[] weights)
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
}
