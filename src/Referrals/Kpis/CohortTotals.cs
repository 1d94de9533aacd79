namespace Referrals.Kpis;

/// <summary>What the customers who signed up in a window, by one channel of acquisition, did before its end.</summary>
/// <remarks>The totals of disjoint groups of customers add up. <c>default</c> is nobody.</remarks>
public readonly record struct CohortTotals
{
    /// <summary>Customers who signed up in the window.</summary>
    public long Customers { get; init; }

    /// <summary>Those of them with a first sale before the window's end.</summary>
    public long Purchasers { get; init; }

    /// <summary>Their sales in the window less their refunds in the window, in the currency's smallest parts.</summary>
    public long RevenueMinor { get; init; }

    /// <summary>The margin of the same sales and refunds, in the currency's smallest parts.</summary>
    public long MarginMinor { get; init; }

    /// <summary>The sum over the customers of the square of each one's net margin: exact, so that deviations merge.</summary>
    public Int128 MarginSquares { get; init; }

    /// <summary>The totals of two disjoint groups together.</summary>
    public static CohortTotals operator +(CohortTotals left, CohortTotals right) => new()
    {
        Customers = left.Customers + right.Customers,
        Purchasers = left.Purchasers + right.Purchasers,
        RevenueMinor = left.RevenueMinor + right.RevenueMinor,
        MarginMinor = left.MarginMinor + right.MarginMinor,
        MarginSquares = left.MarginSquares + right.MarginSquares,
    };

    /// <summary>The totals of two disjoint groups together; the name of the operator <c>+</c>.</summary>
    public CohortTotals Add(CohortTotals other) => this + other;

    /// <summary>
    /// The sample variance (n - 1) of net margin per customer, in squares of the smallest part; <c>null</c> for fewer than two.
    /// </summary>
    /// <remarks>Whole numbers until the one division, so there is no cancellation whatever the size of the sums.</remarks>
    internal double? MarginVariance => Customers < 2
        ? null
        : (double)((Customers * MarginSquares) - ((Int128)MarginMinor * MarginMinor)) / ((double)Customers * (Customers - 1));
}
