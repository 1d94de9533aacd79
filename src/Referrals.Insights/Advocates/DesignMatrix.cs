namespace Referrals.Insights.Advocates;

/// <summary>The columns of a regression, row by row in one array.</summary>
internal sealed class DesignMatrix(int rows, int columns)
{
    private readonly double[] _values = new double[rows * columns];

    public int Rows => rows;

    public int Columns => columns;

    public Span<double> Row(int row) => _values.AsSpan(row * columns, columns);

    public static DesignMatrix Of(IReadOnlyList<IReadOnlyList<double>> columns)
    {
        var matrix = new DesignMatrix(columns[0].Count, columns.Count);
        for (var j = 0; j < columns.Count; j++)
        {
            var column = columns[j];
            for (var row = 0; row < matrix.Rows; row++)
            {
                matrix.Row(row)[j] = column[row];
            }
        }

        return matrix;
    }

    /// <summary>The mean and the standard deviation (by n) of each column.</summary>
    public (double[] Means, double[] Scales) Moments()
    {
        var (means, scales) = (new double[columns], new double[columns]);
        for (var row = 0; row < rows; row++)
        {
            var values = Row(row);
            for (var j = 0; j < columns; j++)
            {
                var step = values[j] - means[j];
                means[j] += step / (row + 1);
                scales[j] += step * (values[j] - means[j]);
            }
        }

        return (means, Array.ConvertAll(scales, sum => Math.Sqrt(sum / rows)));
    }
}
