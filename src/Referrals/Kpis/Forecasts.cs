using Referrals.Hosting;

namespace Referrals.Kpis;

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

/// <summary>What a measured K would lead to, if it stayed as it is and nobody ever ran out of friends to invite.</summary>
public static class ViralGrowth
{
    /// <summary>Customers in the end per customer who came without a referral: 1 / (1 - K).</summary>
    /// <param name="k">From 0, below 1; from 1 on growth has no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is outside these limits.</exception>
    public static double Amplification(double k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, 1d);
        return 1 / (1 - k);
    }

    /// <summary>The cost of a customer if those who came by paid channels bring others: paid x (1 - K) + referral x K.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is not from 0 to below 1.</exception>
    public static decimal BlendedCac(decimal paidCac, decimal referralCac, decimal k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, 1m);
        return (paidCac * (1 - k)) + (referralCac * k);
    }

    /// <summary>Customers after a number of cycles in which only the newest ones invite: U0 (K^(n+1) - 1) / (K - 1).</summary>
    /// <remarks>
    /// Not (1 + K)^n, which lets everybody invite everybody again in each cycle. Exact near K = 1. It knows no saturation, so
    /// look a few cycles ahead, not more. D. Skok, Lessons learned: viral marketing (2009).
    /// </remarks>
    /// <param name="initial">Customers at the start, from 0.</param>
    /// <param name="k">New customers per new customer, from 0.</param>
    /// <param name="cycles">Elapsed time over the cycle time, from 0; may be a fraction.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static double Customers(double initial, double k, double cycles)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initial);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfNegative(cycles);
        if (k == 0)
        {
            return initial;
        }

        // With e = ln K: (K^(n+1) - 1) / (K - 1) = expm1(e (n+1)) / expm1(e), and the quotient tends to n + 1.
        var log = Math.Log(k);
        return Math.Abs(log) < 1e-12 ? initial * (cycles + 1) : initial * Expm1(log * (cycles + 1)) / (k - 1);
    }

    /// <summary>e^x - 1 without cancellation near zero.</summary>
    /// <remarks>W. Kahan, in N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), 1.14.1.</remarks>
    private static double Expm1(double x)
    {
        var u = Math.Exp(x);
        return u == 1 ? x : double.IsInfinity(u) || u - 1 == -1 ? u - 1 : (u - 1) * x / Math.Log(u);
    }
}
