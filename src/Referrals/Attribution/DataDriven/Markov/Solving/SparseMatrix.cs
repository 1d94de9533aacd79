namespace Referrals.Attribution.DataDriven.Markov.Solving;

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
