namespace Referrals.Insights.Experiments;

/// <summary>What several comparisons at once shall keep small.</summary>
public enum Correction
{
    /// <summary>The probability of any false alarm, by the step-down method of Holm.</summary>
    Holm = 0,

    /// <summary>The expected part of false alarms among all alarms, by Benjamini and Hochberg. Finds more, for many comparisons.</summary>
    BenjaminiHochberg = 1,

    /// <summary>Nothing. Each comparison alone has its rate of false alarms; together they have more.</summary>
    None = 2,
}

/// <summary>Corrects p-values for the number of comparisons.</summary>
public static class MultipleComparisons
{
    /// <summary>The corrected p-values, in the order of the given ones. Compare them with the same limit, such as 0.05.</summary>
    /// <remarks>
    /// S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979), 65-70; Y. Benjamini and
    /// Y. Hochberg, Controlling the false discovery rate, JRSS B 57 (1995), 289-300.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is not from 0 to 1.</exception>
    public static IReadOnlyList<double> Correct(IReadOnlyList<double> pValues, Correction correction = Correction.Holm)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        foreach (var p in pValues)
        {
            if (p is not (>= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(pValues), p, "A p-value is from 0 to 1.");
            }
        }

        var order = Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).ToArray();
        var corrected = new double[pValues.Count];
        switch (correction)
        {
            case Correction.None:
                return [.. pValues];
            case Correction.Holm:
                var largest = 0d;
                for (var rank = 0; rank < order.Length; rank++)
                {
                    largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * pValues[order[rank]]));
                    corrected[order[rank]] = largest;
                }

                return corrected;
            case Correction.BenjaminiHochberg:
                var smallest = 1d;
                for (var rank = order.Length; rank > 0; rank--)
                {
                    smallest = Math.Min(smallest, pValues[order[rank - 1]] * order.Length / rank);
                    corrected[order[rank - 1]] = smallest;
                }

                return corrected;
            default:
                throw new ArgumentOutOfRangeException(nameof(correction), correction, "The correction is one of the enumeration.");
        }
    }
}
