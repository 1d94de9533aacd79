using System.Numerics;
using System.Runtime.InteropServices;

namespace Referrals.Attribution;

/// <summary>
/// All removal effects from one factorisation: with N = (I - Q)⁻¹, x = N r and S the states that contain a channel,
/// its effect is N[start, S] · N[S, S]⁻¹ · x[S] / x[start].
/// </summary>
/// <remarks>I - Q is a diagonally dominant M-matrix, so its inversion needs no pivoting. The cost is 2 n³ for n states.</remarks>
internal static class DenseRemoval
{
    internal static RemovalSolution Solve(AbsorbingChain chain)
    {
        var n = chain.Count;
        var visits = Inverse(chain);
        var (fromStart, conversion, value) = (new double[n], new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var row = visits.AsSpan(i * n, n);
            AddTimes(fromStart, chain.Start[i], row);
            conversion[i] = RemovalSolution.Dot(row, chain.Conversion);
            value[i] = RemovalSolution.Dot(row, chain.Value);
        }

        var (probability, expected) = (RemovalSolution.Dot(chain.Start, conversion), RemovalSolution.Dot(chain.Start, value));
        var channels = chain.StatesWith.Length;
        var (lostConversion, lostValue) = (new double[channels], new double[channels]);
        for (var c = 0; c < channels; c++)
        {
            var states = chain.StatesWith[c];
            var reach = ReachOf(visits, n, states, fromStart);
            for (var i = 0; i < states.Length; i++)
            {
                lostConversion[c] += reach[i] * conversion[states[i]];
                lostValue[c] += reach[i] * value[states[i]];
            }

            lostConversion[c] = probability > 0 ? lostConversion[c] / probability : 0;
            lostValue[c] = expected > 0 ? lostValue[c] / expected : 0;
        }

        return new RemovalSolution(probability, expected, lostConversion, lostValue);
    }

    /// <summary>(I - Q)⁻¹ by rows, by Gauss-Jordan elimination in place.</summary>
    private static double[] Inverse(AbsorbingChain chain)
    {
        var n = chain.Count;
        var a = new double[n * n];
        for (var column = 0; column < n; column++)
        {
            var rows = chain.Columns.Rows(column);
            var numbers = chain.Columns.Numbers(column);
            for (var i = 0; i < rows.Length; i++)
            {
                a[(rows[i] * n) + column] = -numbers[i];
            }

            a[(column * n) + column] += 1;
        }

        for (var p = 0; p < n; p++)
        {
            var pivotRow = a.AsSpan(p * n, n);
            var pivot = 1 / pivotRow[p];
            pivotRow[p] = 1;
            for (var j = 0; j < n; j++)
            {
                pivotRow[j] *= pivot;
            }

            for (var i = 0; i < n; i++)
            {
                var factor = a[(i * n) + p];
                if (i != p && factor != 0)
                {
                    a[(i * n) + p] = 0;
                    AddTimes(a.AsSpan(i * n, n), -factor, pivotRow);
                }
            }
        }

        return a;
    }

    /// <summary>The probability of coming first to each of some states: N[start, S] · N[S, S]⁻¹.</summary>
    private static double[] ReachOf(double[] visits, int n, int[] states, double[] fromStart)
    {
        var m = states.Length;
        var block = new double[m * (m + 1)];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < m; j++)
            {
                block[(j * (m + 1)) + i] = visits[(states[i] * n) + states[j]];
            }

            block[(i * (m + 1)) + m] = fromStart[states[i]];
        }

        return SmallSystem.Solve(block, m);
    }

    private static void AddTimes(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        var targets = MemoryMarshal.Cast<double, Vector<double>>(target);
        var sources = MemoryMarshal.Cast<double, Vector<double>>(source);
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] += sources[i] * factor;
        }

        for (var i = targets.Length * Vector<double>.Count; i < target.Length; i++)
        {
            target[i] += source[i] * factor;
        }
    }
}

/// <summary>Gaussian elimination with partial pivoting.</summary>
internal static class SmallSystem
{
    /// <summary>The solution of m equations, given as rows of m coefficients and the right side; the rows are overwritten.</summary>
    internal static double[] Solve(Span<double> rows, int m)
    {
        var width = m + 1;
        for (var p = 0; p < m; p++)
        {
            var best = p;
            for (var i = p + 1; i < m; i++)
            {
                best = Math.Abs(rows[(i * width) + p]) > Math.Abs(rows[(best * width) + p]) ? i : best;
            }

            Swap(rows.Slice(p * width, width), rows.Slice(best * width, width));
            var pivotRow = rows.Slice(p * width, width);
            for (var i = p + 1; i < m; i++)
            {
                var row = rows.Slice(i * width, width);
                var factor = row[p] / pivotRow[p];
                for (var j = p; factor != 0 && j < width; j++)
                {
                    row[j] -= factor * pivotRow[j];
                }
            }
        }

        var solution = new double[m];
        for (var i = m - 1; i >= 0; i--)
        {
            var row = rows.Slice(i * width, width);
            solution[i] = (row[m] - RemovalSolution.Dot(row[(i + 1)..m], solution.AsSpan(i + 1))) / row[i];
        }

        return solution;
    }

    private static void Swap(Span<double> left, Span<double> right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            (left[i], right[i]) = (right[i], left[i]);
        }
    }
}
