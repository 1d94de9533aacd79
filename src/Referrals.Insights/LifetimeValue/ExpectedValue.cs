using Referrals.Insights.Experiments;
using Referrals.Insights.Numerics;

namespace Referrals.Insights.LifetimeValue;

/// <summary>What customers are going to be worth: purchases to come, times what each brings, discounted.</summary>
public static class ExpectedValue
{
    /// <summary>The discounted value of the purchases of each customer in a number of periods to come.</summary>
    /// <param name="purchases">The model of purchases.</param>
    /// <param name="spend">The model of amounts. If it was fitted to revenue, <paramref name="margin"/> makes margin out of it.</param>
    /// <param name="history">The customers.</param>
    /// <param name="meanSpend">The mean amount of their repeat purchases.</param>
    /// <param name="periods">How many periods to look ahead.</param>
    /// <param name="discount">The rate per period, from 0; see <see cref="Discount.PerPeriod"/>.</param>
    /// <param name="margin">The part of an amount that is margin, above 0, up to 1.</param>
    /// <param name="periodLength">The length of a period in the unit of the history.</param>
    /// <returns>A value per customer in the order of the history, or a refusal if the amounts of somebody have no mean.</returns>
    public static Estimate<IReadOnlyList<double>> OfCustomers(
        RepeatPurchaseModel purchases,
        GammaGammaModel spend,
        PurchaseHistory history,
        IReadOnlyList<double> meanSpend,
        int periods,
        double discount,
        double margin = 1,
        double periodLength = 1)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(spend);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(meanSpend);
        Checks.SameLength(history.Customers, meanSpend.Count, nameof(meanSpend));
        if (margin is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "The margin is above 0 and up to 1.");
        }

        var counts = history.ForCustomers(
            one => purchases.DiscountedPurchases(one.Frequency, one.Recency, one.Age, periods, discount, periodLength));
        var values = new double[counts.Length];
        for (var row = 0; row < values.Length; row++)
        {
            if (spend.ExpectedSpend(history.Frequency[row], meanSpend[row]) is not { } amount)
            {
                return Checks.Undefined(
                    $"With q = {spend.Q} the amounts of customers with {history.Frequency[row]} repeat purchases have no mean. Look for outliers, or cap the amounts.");
            }

            values[row] = margin * amount * counts[row];
        }

        return Estimate<IReadOnlyList<double>>.From(values);
    }
}

/// <summary>Whether referred customers are worth more than others.</summary>
/// <remarks>
/// Studies disagree: P. Schmitt, B. Skiera, C. Van den Bulte, Referral programs and customer value, Journal of Marketing 75 (2011), 46-59, found 16 %
/// more at a bank; S. Armelini et al., IJRM 32 (2015), found no more in retail. So it is measured, and the answer may be negative. Compare customers
/// of the same age: values up to the same time since the sign-up.
/// </remarks>
public sealed record ReferredValue
{
    private ReferredValue(SampleSummary referred, SampleSummary others, MeanComparison plain, PointEstimate? standardized, double covered)
    {
        Referred = referred;
        Others = others;
        Plain = plain;
        Standardized = standardized;
        CoveredByStrata = covered;
    }

    /// <summary>The values of referred customers.</summary>
    public SampleSummary Referred { get; }

    /// <summary>The values of all others.</summary>
    public SampleSummary Others { get; }

    /// <summary>Referred minus others, as they are (Welch).</summary>
    public MeanComparison Plain { get; }

    /// <summary>Referred minus others within strata, weighted by the referred customers of each stratum: what is left when both have the same mix of
    /// segments and months. <c>null</c> if no strata were given.</summary>
    public PointEstimate? Standardized { get; }

    /// <summary>The part of referred customers in strata that hold enough of both kinds to compare.</summary>
    public double CoveredByStrata { get; }

    /// <summary>Compares values of referred customers with those of others.</summary>
    /// <param name="values">The value of each customer, margin rather than revenue.</param>
    /// <param name="referred">Whether each was referred.</param>
    /// <param name="strata">What to hold equal, such as segment and month of sign-up in one text; <c>null</c> for nothing.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <returns>The comparison, or a refusal if one kind has fewer than 30 customers.</returns>
    public static Estimate<ReferredValue> Compare(
        IReadOnlyList<double> values,
        IReadOnlyList<bool> referred,
        IReadOnlyList<string>? strata = null,
        double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(referred);
        Checks.SameLength(values.Count, referred.Count, nameof(referred));
        Checks.Level(level);
        double[] of(bool kind) => [.. values.Where((_, row) => referred[row] == kind)];
        var (first, second) = (of(true), of(false));
        if (Math.Min(first.Length, second.Length) < 30)
        {
            return Checks.TooFew($"There are {first.Length} referred and {second.Length} other customers, and 30 of each are needed. Wait for data.");
        }

        var (summary, others) = (SampleSummary.Of(first), SampleSummary.Of(second));
        if ((summary.Refusal ?? others.Refusal) is { } refusal)
        {
            return refusal;
        }

        var plain = Means.Compare(others.Value!, summary.Value!, level);
        if (!plain.HasValue)
        {
            return plain.Refusal;
        }

        var (standardized, covered) = strata is null ? (null, 0) : Standardize(values, referred, strata, level);
        return new ReferredValue(summary.Value!, others.Value!, plain.Value, standardized, covered);
    }

    /// <summary>Direct standardization to the mix of the referred customers.</summary>
    private static (PointEstimate? Estimate, double Covered) Standardize(
        IReadOnlyList<double> values,
        IReadOnlyList<bool> referred,
        IReadOnlyList<string> strata,
        double level)
    {
        Checks.SameLength(values.Count, strata.Count, nameof(strata));
        var groups = Enumerable.Range(0, values.Count).GroupBy(row => strata[row], StringComparer.Ordinal)
            .Select(group => group.ToLookup(row => referred[row], row => values[row]))
            .Where(kinds => kinds[true].Count() >= 2 && kinds[false].Count() >= 2)
            .Select(kinds => (Referred: SampleSummary.Of([.. kinds[true]]).Value!, Others: SampleSummary.Of([.. kinds[false]]).Value!))
            .ToArray();
        var total = groups.Sum(group => (double)group.Referred.Count);
        if (total == 0)
        {
            return (null, 0);
        }

        var (difference, variance) = (0d, 0d);
        foreach (var (own, other) in groups)
        {
            var weight = own.Count / total;
            difference += weight * (own.Mean - other.Mean);
            variance += weight * weight * ((own.Variance / own.Count) + (other.Variance / other.Count));
        }

        var (error, z) = (Math.Sqrt(variance), Normal.Critical(level));
        return (new PointEstimate(
            difference,
            error,
            new ConfidenceInterval(difference - (z * error), difference + (z * error), level, "direct standardization, normal")), total / referred.Count(one => one));
    }
}
