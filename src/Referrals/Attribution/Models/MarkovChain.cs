namespace Referrals.Attribution;

/// <summary>
/// The absorbing Markov chain of the counts: probabilities between the states that occur (sparse rows and columns), and the
/// probability and value of converting from each.
/// </summary>
/// <remarks>States that follow themselves are passed over when counting: with an infinite horizon this changes nothing, and
/// the diagonal of I - Q is 1.</remarks>
internal sealed class AbsorbingChain
{
    internal AbsorbingChain(ChainCounts counts, int channels)
    {
        var (places, leaving) = Kept(counts);
        Count = leaving.Length;
        Start = new double[Count];
        Conversion = new double[Count];
        Value = new double[Count];
        var (starts, conversions, values) = (0d, 0d, 0d);
        for (var s = 0; s < places.Length; s++)
        {
            if (places[s] < 0)
            {
                continue;
            }

            ref readonly var count = ref counts.Counts[s];
            starts += count.Starts;
            conversions += count.Conversions;
            values += count.Value;
            Start[places[s]] = count.Starts;
            Conversion[places[s]] = count.Conversions / leaving[places[s]];
            Value[places[s]] = count.Value / leaving[places[s]];
        }

        for (var i = 0; i < Count; i++)
        {
            Start[i] /= starts;
        }

        ConversionFromStart = starts > 0 ? conversions / starts : 0;
        ValueFromStart = starts > 0 ? values / starts : 0;
        Columns = SparseColumns(counts, places, leaving);
        StatesWith = ByChannel(counts, places, channels);
    }

    /// <summary>How many states there are.</summary>
    internal int Count { get; }

    /// <summary>The probability that a path begins in each state.</summary>
    internal double[] Start { get; }

    /// <summary>The probability of converting at once from each state.</summary>
    internal double[] Conversion { get; }

    /// <summary>The value expected at once in each state.</summary>
    internal double[] Value { get; }

    /// <summary>The probability that a path converts. It needs no solution: at every order it is conversions by paths.</summary>
    internal double ConversionFromStart { get; }

    /// <summary>The value that a path is expected to bring.</summary>
    internal double ValueFromStart { get; }

    /// <summary>The probabilities Q by the state they lead to.</summary>
    internal SparseMatrix Columns { get; }

    /// <summary>The states that contain each channel.</summary>
    internal int[][] StatesWith { get; }

    /// <summary>The states that are ever left, renumbered (-1 for the others), and the weight that leaves each.</summary>
    private static (int[] Places, double[] Leaving) Kept(ChainCounts counts)
    {
        var sums = new double[counts.States.Length];
        for (var s = 0; s < sums.Length; s++)
        {
            sums[s] = counts.Counts[s].Conversions + counts.Counts[s].Nulls;
        }

        for (var t = 0; t < counts.Transitions.Length; t++)
        {
            sums[(int)(counts.Transitions[t] >> 32)] += counts.Weights[t];
        }

        var places = new int[sums.Length];
        var kept = new List<double>(sums.Length);
        for (var s = 0; s < sums.Length; s++)
        {
            places[s] = sums[s] > 0 ? kept.Count : -1;
            if (sums[s] > 0)
            {
                kept.Add(sums[s]);
            }
        }

        return (places, [.. kept]);
    }

    private static SparseMatrix SparseColumns(ChainCounts counts, int[] places, double[] leaving)
    {
        var starts = new int[leaving.Length + 1];
        foreach (var key in counts.Transitions)
        {
            starts[places[(int)(key & uint.MaxValue)] + 1]++;
        }

        for (var i = 0; i < leaving.Length; i++)
        {
            starts[i + 1] += starts[i];
        }

        var next = (int[])starts.Clone();
        var (rows, numbers) = (new int[counts.Transitions.Length], new double[counts.Transitions.Length]);
        for (var t = 0; t < rows.Length; t++)
        {
            var key = counts.Transitions[t];
            var (from, to) = (places[(int)(key >> 32)], places[(int)(key & uint.MaxValue)]);
            rows[next[to]] = from;
            numbers[next[to]++] = counts.Weights[t] / leaving[from];
        }

        return new SparseMatrix(starts, rows, numbers);
    }

    private static int[][] ByChannel(ChainCounts counts, int[] places, int channels)
    {
        var states = new List<int>[channels];
        for (var c = 0; c < channels; c++)
        {
            states[c] = [];
        }

        for (var s = 0; s < places.Length; s++)
        {
            for (var code = places[s] < 0 ? 0 : counts.States[s]; code > 0; code /= (ulong)channels + 1)
            {
                var with = states[(int)(code % ((ulong)channels + 1)) - 1];
                if (with.Count == 0 || with[^1] != places[s])
                {
                    with.Add(places[s]);
                }
            }
        }

        return Array.ConvertAll(states, with => with.ToArray());
    }
}

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

/// <summary>What a chain yields: its probability of converting, its expected value, and how much of each is lost without
/// each channel.</summary>
internal sealed class RemovalSolution(double probability, double value, double[] lostConversion, double[] lostValue)
{
    internal double Probability => probability;

    internal double Value => value;

    /// <summary>By channel: the fraction of the conversions that is lost.</summary>
    internal double[] LostConversion => lostConversion;

    /// <summary>By channel: the fraction of the value that is lost; 0 everywhere where there is no value.</summary>
    internal double[] LostValue => lostValue;

    internal static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0d;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
