namespace Referrals.Attribution.DataDriven.Markov.Solving;

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
