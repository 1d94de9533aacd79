using Referrals.Kpis.Statistics;

namespace Referrals.Kpis.Catalogue;

/// <summary>Referred customers against the others, with an interval: does the difference stand out of the noise?</summary>
internal static class ComparisonKpis
{
    internal static readonly KpiDefinition ConversionDifference = KpiDefinition.Custom(
        "referred_conversion_difference",
        "conversion rate of the referred sign-ups less that of the others; no difference is plausible if the interval holds 0",
        KpiUnit.Ratio,
        t => (t.Referred, t.Nonreferred) is var (a, b)
            && Wilson.Difference95(a.Purchasers, a.Customers, b.Purchasers, b.Customers) is var (low, high)
            ? KpiMeasure.Of(Rate(a) - Rate(b), Math.Min(a.Customers, b.Customers)).Within(KpiInterval.Of(low, high))
            : KpiMeasure.Undefined("a comparison takes sign-ups with and without a referral"))
        .OnCohort()
        .From("R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, method 10");

    internal static readonly KpiDefinition MarginDifference = KpiDefinition.Custom(
        "referred_margin_difference",
        "mean net margin of the referred sign-ups less that of the others; no difference is plausible if the interval holds 0",
        KpiUnit.Money,
        t => t.Referred.MarginVariance is { } va && t.Nonreferred.MarginVariance is { } vb
            ? Difference(t, va, vb)
            : KpiMeasure.Undefined("a comparison takes at least two sign-ups with and two without a referral"))
        .OnCohort()
        .From("B. L. Welch, Biometrika 34 (1947), 28-35, with the normal quantile 1.96, for cohorts of 30 and more");

    private static decimal Rate(CohortTotals cohort) => (decimal)cohort.Purchasers / cohort.Customers;

    private static KpiMeasure Difference(KpiTotals t, double varianceOfReferred, double varianceOfOthers)
    {
        var (a, b) = (t.Referred, t.Nonreferred);
        var difference = (t.Whole(a.MarginMinor) / a.Customers) - (t.Whole(b.MarginMinor) / b.Customers);
        var error = Math.Sqrt((varianceOfReferred / a.Customers) + (varianceOfOthers / b.Customers)) * (double)t.Whole(1);
        var half = Wilson.Z95 * error;
        return KpiMeasure.Of(difference, Math.Min(a.Customers, b.Customers))
            .Within(KpiInterval.Of((double)difference - half, (double)difference + half));
    }
}
