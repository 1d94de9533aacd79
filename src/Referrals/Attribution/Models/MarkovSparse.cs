namespace Referrals.Attribution;

/// <summary>
/// All removal effects of a large chain: for each channel, the expected visits without it are the solution of one sparse
/// system, and its effect is what flows from these visits into its states and would have converted there.
/// </summary>
/// <remarks>Each solution carries its own proof: a residual ρ moves an effect by at most Σ |ρ_s| x_s / x_start, since the chain
/// without a channel converts no more often than the chain with it. A system that is further off is not accepted.</remarks>
internal static class SparseRemoval
{
    /// <summary><c>null</c> where a system cannot be solved closely enough.</summary>
    internal static RemovalSolution? Solve(AbsorbingChain chain)
    {
        var solver = new ChainSolver(chain);
        var (conversion, value) = (new double[chain.Count], new double[chain.Count]);
        if (!solver.TryAbsorption(chain.Conversion, chain.ConversionFromStart, conversion)
            || !solver.TryAbsorption(chain.Value, chain.ValueFromStart, value))
        {
            return null;
        }

        var (probability, expected) = (RemovalSolution.Dot(chain.Start, conversion), RemovalSolution.Dot(chain.Start, value));
        var weights = new double[chain.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Max(Fraction(conversion[i], probability), Fraction(value[i], expected));
        }

        var channels = chain.StatesWith.Length;
        var (lostConversion, lostValue) = (new double[channels], new double[channels]);
        var (visits, without) = (new double[chain.Count], new double[chain.Count]);
        if (!solver.TryVisits([], weights, visits))
        {
            return null;
        }

        for (var c = 0; c < channels; c++)
        {
            visits.CopyTo(without, 0);
            if (!solver.TryVisits(chain.StatesWith[c], weights, without))
            {
                return null;
            }

            foreach (var s in chain.StatesWith[c])
            {
                var reach = chain.Start[s] + chain.Columns.Dot(s, without);
                lostConversion[c] += Fraction(reach * conversion[s], probability);
                lostValue[c] += Fraction(reach * value[s], expected);
            }
        }

        return new RemovalSolution(probability, expected, lostConversion, lostValue);
    }

    private static double Fraction(double part, double whole) => whole > 0 ? Math.Max(part, 0) / whole : 0;
}

/// <summary>
/// The inner part of GMRES (Saad and Schultz 1986): grows an orthonormal basis of the Krylov space of a residual and keeps
/// the least-squares problem in it triangular, so that the size of the residual is known at each step.
/// </summary>
internal sealed class KrylovBasis(int states, int size)
{
    private readonly double[][] _vectors = new double[size + 1][];
    private readonly double[,] _triangle = new double[size + 1, size];
    private readonly double[] _cosines = new double[size];
    private readonly double[] _sines = new double[size];
    private readonly double[] _right = new double[size + 1];

    internal int Count { get; private set; }

    internal bool IsFull => Count == size;

    /// <summary>The Euclidean norm of the residual that the best combination of the basis leaves.</summary>
    internal double Residual => Math.Abs(_right[Count]);

    /// <summary>The newest vector, to which the matrix is to be applied next.</summary>
    internal double[] Newest => Vector(Count);

    /// <summary>Where the image of the newest vector is to be put.</summary>
    internal double[] Image => Vector(Count + 1);

    internal void Begin(ReadOnlySpan<double> residual)
    {
        Count = 0;
        _right[0] = Math.Sqrt(RemovalSolution.Dot(residual, residual));
        var first = Vector(0);
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = residual[i] / _right[0];
        }
    }

    /// <summary>Takes the image in; <c>false</c> where it lies in the space already, which then holds the exact solution.</summary>
    internal bool Grow()
    {
        var (k, image) = (Count, Image);
        for (var i = 0; i <= k; i++)
        {
            _triangle[i, k] = RemovalSolution.Dot(image, _vectors[i]);
            AddTimes(image, -_triangle[i, k], _vectors[i]);
        }

        var norm = Math.Sqrt(RemovalSolution.Dot(image, image));
        for (var i = 0; i < k; i++)
        {
            (_triangle[i, k], _triangle[i + 1, k]) = Rotate(i, _triangle[i, k], _triangle[i + 1, k]);
        }

        var length = Math.Sqrt((_triangle[k, k] * _triangle[k, k]) + (norm * norm));
        (_cosines[k], _sines[k]) = length > 0 ? (_triangle[k, k] / length, norm / length) : (1, 0);
        _triangle[k, k] = length;
        (_right[k], _right[k + 1]) = (_cosines[k] * _right[k], -_sines[k] * _right[k]);
        Count++;
        for (var i = 0; i < image.Length && norm > 0; i++)
        {
            image[i] /= norm;
        }

        return norm > 0;
    }

    /// <summary>Adds the best combination of the basis to a solution.</summary>
    internal void AddTo(double[] solution)
    {
        var factors = new double[Count];
        for (var i = Count - 1; i >= 0; i--)
        {
            var sum = _right[i];
            for (var j = i + 1; j < Count; j++)
            {
                sum -= _triangle[i, j] * factors[j];
            }

            factors[i] = _triangle[i, i] > 0 ? sum / _triangle[i, i] : 0;
            AddTimes(solution, factors[i], _vectors[i]);
        }
    }

    private (double Upper, double Lower) Rotate(int i, double upper, double lower) =>
        ((_cosines[i] * upper) + (_sines[i] * lower), (_cosines[i] * lower) - (_sines[i] * upper));

    private double[] Vector(int place) => _vectors[place] ??= new double[states];

    private static void AddTimes(double[] target, double factor, double[] source)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}

/// <summary>A square matrix by columns, of which only the numbers that are not zero are held.</summary>
internal sealed class SparseMatrix(int[] starts, int[] rows, double[] numbers)
{
    internal ReadOnlySpan<int> Rows(int column) => rows.AsSpan(starts[column], starts[column + 1] - starts[column]);

    internal ReadOnlySpan<double> Numbers(int column) => numbers.AsSpan(starts[column], starts[column + 1] - starts[column]);

    /// <summary>result = vector · matrix (a row vector from the left).</summary>
    internal void MultiplyLeft(ReadOnlySpan<double> vector, Span<double> result)
    {
        for (var column = 0; column < result.Length; column++)
        {
            result[column] = Dot(column, vector);
        }
    }

    /// <summary>result += matrix · vector.</summary>
    internal void AddMultiplyRight(ReadOnlySpan<double> vector, Span<double> result)
    {
        for (var column = 0; column < vector.Length; column++)
        {
            var at = Rows(column);
            var with = Numbers(column);
            for (var i = 0; i < at.Length; i++)
            {
                result[at[i]] += with[i] * vector[column];
            }
        }
    }

    /// <summary>The product of a vector with one column.</summary>
    internal double Dot(int column, ReadOnlySpan<double> vector)
    {
        var at = Rows(column);
        var with = Numbers(column);
        var sum = 0d;
        for (var i = 0; i < at.Length; i++)
        {
            sum += with[i] * vector[at[i]];
        }

        return sum;
    }
}
