namespace Referrals.Kpis.Statistics;

/// <summary>Score intervals for a proportion, and for the difference of two.</summary>
internal static class Wilson
{
    /// <summary>The 97.5 % point of the standard normal distribution.</summary>
    internal const double Z95 = 1.959963984540054;

    /// <summary>The 95 % interval of <paramref name="part"/> out of <paramref name="whole"/>; none if that is no proportion.</summary>
    /// <remarks>E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.</remarks>
    internal static (double Low, double High)? Interval95(decimal part, decimal whole)
    {
        if (whole <= 0 || part < 0 || part > whole)
        {
            return null;
        }

        var n = (double)whole;
        var p = (double)part / n;
        var z2 = Z95 * Z95;
        var centre = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z95 / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n)));
        return (part == 0 ? 0 : Math.Max(0, centre - half), part == whole ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>The 95 % interval of the first proportion minus the second; none if one of them is no proportion.</summary>
    /// <remarks>
    /// Method 10 of R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in
    /// Medicine 17 (1998), 873-890.
    /// </remarks>
    internal static (double Low, double High)? Difference95(decimal part1, decimal whole1, decimal part2, decimal whole2)
    {
        if (Interval95(part1, whole1) is not var (low1, high1) || Interval95(part2, whole2) is not var (low2, high2))
        {
            return null;
        }

        var p1 = (double)(part1 / whole1);
        var p2 = (double)(part2 / whole2);
        var below = Math.Sqrt(((p1 - low1) * (p1 - low1)) + ((high2 - p2) * (high2 - p2)));
        var above = Math.Sqrt(((high1 - p1) * (high1 - p1)) + ((p2 - low2) * (p2 - low2)));
        return (p1 - p2 - below, p1 - p2 + above);
    }
}
