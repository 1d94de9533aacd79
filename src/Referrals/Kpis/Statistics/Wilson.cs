namespace Referrals.Kpis.Statistics;

/// <summary>The score interval for a proportion.</summary>
/// <remarks>E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.</remarks>
internal static class Wilson
{
    /// <summary>The 97.5 % point of the standard normal distribution.</summary>
    internal const double Z95 = 1.959963984540054;

    /// <summary>The 95 % interval of <paramref name="part"/> out of <paramref name="whole"/>; none if that is no proportion.</summary>
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
}
