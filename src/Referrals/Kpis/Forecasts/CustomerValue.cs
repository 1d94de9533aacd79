namespace Referrals.Kpis.Forecasts;

/// <summary>Simple models of what a customer is worth over a lifetime. They take margins, not revenue: revenue is not value.</summary>
/// <remarks>
/// A constant rate of retention undervalues real cohorts, whose retention rises with age: P. S. Fader and B. G. S. Hardie,
/// Customer-base valuation in a contractual setting: the perils of ignoring heterogeneity, Marketing Science 29 (2010), 85-93.
/// </remarks>
public static class CustomerValue
{
    /// <summary>Margins already earned, each discounted back to the first period.</summary>
    /// <param name="margins">The margin of each period, the first one not discounted.</param>
    /// <param name="discount">The rate per period, such as 0.01 for one per cent; above -1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> is outside its limits.</exception>
    public static decimal Historic(IEnumerable<decimal> margins, decimal discount = 0)
    {
        ArgumentNullException.ThrowIfNull(margins);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(discount, -1m);
        var (sum, factor) = (0m, 1m);
        foreach (var margin in margins)
        {
            sum += margin * factor;
            factor /= 1 + discount;
        }

        return sum;
    }

    /// <summary>The margin of a contract that renews each period with the same probability: m (1 + d) / (1 + d - r).</summary>
    /// <remarks>The first margin comes at once. S. Gupta and D. R. Lehmann, Journal of Interactive Marketing 17 (2003), 9-24.</remarks>
    /// <param name="marginPerPeriod">The margin of one period.</param>
    /// <param name="retention">The probability of one renewal, from 0, below 1.</param>
    /// <param name="discount">The rate per period, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside its limits.</exception>
    public static decimal Contractual(decimal marginPerPeriod, decimal retention, decimal discount)
    {
        Check(retention, discount);
        return marginPerPeriod * (1 + discount) / (1 + discount - retention);
    }

    /// <summary>The same, with the first margin after one period, if the customer is still there: m r / (1 + d - r).</summary>
    /// <inheritdoc cref="Contractual"/>
    public static decimal ContractualInArrears(decimal marginPerPeriod, decimal retention, decimal discount)
    {
        Check(retention, discount);
        return marginPerPeriod * retention / (1 + discount - retention);
    }

    private static void Check(decimal retention, decimal discount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(retention);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(retention, 1m);
        ArgumentOutOfRangeException.ThrowIfNegative(discount);
    }
}
