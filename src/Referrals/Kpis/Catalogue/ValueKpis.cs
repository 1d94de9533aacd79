namespace Referrals.Kpis;

/// <summary>What the program costs and what its customers are worth.</summary>
internal static class ValueKpis
{
    /// <summary>What is in other units is named beside the sum; where nothing else is there, zero would be wrong.</summary>
    internal static readonly KpiDefinition ReferralProgramCost = KpiDefinition.Custom(
        "referral_program_cost",
        "costs of the channel referral in the window: rewards granted less rewards taken back, and other costs of the program",
        KpiUnit.Money,
        t => t.CostMinor(Channel.Referral) == 0 && t.CostsLeftOut.ContainsKey(Channel.Referral.Value)
            ? KpiMeasure.Undefined("all costs in the window are in other units, so nobody knows what they are in this one")
            : KpiMeasure.Of(t.Whole(t.CostMinor(Channel.Referral))));

    internal static readonly KpiDefinition CacReferral = KpiDefinition.MoneyPer(
        "CAC_referral_per_purchaser",
        "referral program cost in the window / referred sign-ups in the window with a first sale before its end",
        t => t.CostMinor(Channel.Referral),
        t => t.Referred.Purchasers,
        Reasons.NobodyPurchased).NeedingCostOf(Channel.Referral);

    internal static readonly KpiDefinition CacPaid = KpiDefinition.MoneyPer(
        "CAC_paid_per_purchaser",
        "costs of the channel paid in the window / sign-ups by paid in the window with a first sale before its end",
        t => t.CostMinor(Channel.Paid),
        t => t.Cohort(Channel.Paid).Purchasers,
        "no customer who signed up by the channel paid in the window purchased before its end").NeedingCostOf(Channel.Paid);

    internal static readonly KpiDefinition ReferredCohortRevenue = KpiDefinition.Money(
        "referred_cohort_revenue_net",
        "sales less refunds in the window of the customers who signed up by referral in the window",
        t => t.Referred.RevenueMinor).OnCohort();

    internal static readonly KpiDefinition ReferredCohortMargin = KpiDefinition.Money(
        "referred_cohort_margin_net",
        "margin of sales less that of refunds in the window of the customers who signed up by referral in the window",
        t => t.Referred.MarginMinor).OnCohort();

    internal static readonly KpiDefinition RoiMargin = KpiDefinition.Custom(
        "ROI_referral_margin_basis",
        "(net margin of the referred cohort - referral program cost) / referral program cost",
        KpiUnit.Ratio,
        t => KpiMeasure.Quotient(
            t.Whole(t.Referred.MarginMinor - t.CostMinor(Channel.Referral)),
            t.Whole(t.CostMinor(Channel.Referral)),
            t.Referred.Customers,
            Reasons.NoCost)).OnCohort().NeedingCostOf(Channel.Referral);

    internal static readonly KpiDefinition HistoricMarginReferred = KpiDefinition.MoneyPer(
        "historic_margin_per_customer_referred",
        "net margin in the window of the customers who signed up by referral in the window / these customers, buyers or not",
        t => t.Referred.MarginMinor,
        t => t.Referred.Customers,
        Reasons.NobodyReferred).OnCohort();

    internal static readonly KpiDefinition HistoricMarginDeviationReferred = Deviation(
        "historic_margin_sd_referred",
        "sample standard deviation (n - 1) of net margin per customer of the referred cohort, customers without orders as 0",
        t => t.Referred);

    internal static readonly KpiDefinition ReferredCustomers = KpiDefinition.Count(
        "n_referred", "customers of the referred cohort", t => t.Referred.Customers).OnCohort();

    internal static readonly KpiDefinition HistoricMarginNonreferred = KpiDefinition.MoneyPer(
        "historic_margin_per_customer_nonreferred",
        "net margin in the window of the other customers who signed up in the window / these customers, buyers or not",
        t => t.Nonreferred.MarginMinor,
        t => t.Nonreferred.Customers,
        Reasons.NobodyUnreferred).OnCohort();

    internal static readonly KpiDefinition HistoricMarginDeviationNonreferred = Deviation(
        "historic_margin_sd_nonreferred",
        "sample standard deviation (n - 1) of net margin per customer of the other cohort, customers without orders as 0",
        t => t.Nonreferred);

    internal static readonly KpiDefinition NonreferredCustomers = KpiDefinition.Count(
        "n_nonreferred", "customers who signed up in the window without a referral", t => t.Nonreferred.Customers).OnCohort();

    private static KpiDefinition Deviation(string name, string text, Func<KpiTotals, CohortTotals> cohort) => KpiDefinition.Custom(
        name,
        text,
        KpiUnit.Money,
        t => cohort(t) is { MarginVariance: { } variance, Customers: var customers }
            ? KpiMeasure.Of((decimal)Math.Sqrt(variance) * t.Whole(1), customers)
            : KpiMeasure.Undefined("a deviation takes at least two customers who signed up in the window")).OnCohort();
}

/// <summary>More ways to set cost against gain; each says which gain and whose cost.</summary>
internal static class EconomyKpis
{
    private const string NobodyElsePurchased = "no customer who signed up by another channel in the window purchased before its end";

    internal static readonly KpiDefinition CacOthers = KpiDefinition.MoneyPer(
        "CAC_other_channels_per_purchaser",
        "costs of all channels but referral in the window / other sign-ups in the window with a first sale before its end",
        t => t.CostsMinor.Values.Sum() - t.CostMinor(Channel.Referral),
        t => t.Nonreferred.Purchasers,
        NobodyElsePurchased).NeedingCosts(static channel => channel != Channel.Referral.Value);

    internal static readonly KpiDefinition CacBlended = KpiDefinition.MoneyPer(
        "CAC_blended_per_purchaser",
        "costs of all channels in the window / sign-ups in the window with a first sale before its end",
        t => t.CostsMinor.Values.Sum(),
        t => t.Everyone.Purchasers,
        "nobody who signed up in the window purchased before its end").NeedingCostOf(null);

    internal static readonly KpiDefinition CpaSignup = KpiDefinition.MoneyPer(
        "CPA_referred_signup",
        "referral program cost in the window / referred sign-ups in the window",
        t => t.CostMinor(Channel.Referral),
        t => t.Referred.Customers,
        Reasons.NobodyReferred).NeedingCostOf(Channel.Referral);

    internal static readonly KpiDefinition CostToRevenue = KpiDefinition.Custom(
        "cost_to_revenue",
        "referral program cost in the window / net revenue of the referred cohort",
        KpiUnit.Ratio,
        t => KpiMeasure.Quotient(
            t.Whole(t.CostMinor(Channel.Referral)),
            t.Whole(t.Referred.RevenueMinor),
            t.Referred.Customers,
            "the referred cohort brought no revenue in the window")).OnCohort().NeedingCostOf(Channel.Referral);

    internal static readonly KpiDefinition RoiRevenue = KpiDefinition.Custom(
        "ROI_referral_revenue_basis",
        "(net revenue of the referred cohort - referral program cost) / referral program cost; margin is the honest basis",
        KpiUnit.Ratio,
        t => KpiMeasure.Quotient(
            t.Whole(t.Referred.RevenueMinor - t.CostMinor(Channel.Referral)),
            t.Whole(t.CostMinor(Channel.Referral)),
            t.Referred.Customers,
            Reasons.NoCost)).OnCohort().NeedingCostOf(Channel.Referral);

    internal static readonly KpiDefinition Amplification = KpiDefinition.Custom(
        "amplification",
        "1 / (1 - K): customers in the end per customer who came without a referral, if K stays as measured",
        KpiUnit.Ratio,
        t => t.Everyone.Customers == 0
            ? KpiMeasure.Undefined(Reasons.NobodySignedUp)
            : KpiMeasure.Quotient(
                t.Everyone.Customers,
                t.Everyone.Customers - t.SignupsOfNewReferrers,
                t.Everyone.Customers,
                "K is 1 or more, so growth has no limit")).OnCohort();
}

/// <summary>From the shares through one channel to the referrals that came of them.</summary>
internal static class ChannelKpis
{
    internal static IReadOnlyList<KpiDefinition> Of(Channel channel) =>
    [
        KpiDefinition.Count($"shares_by_{channel}", $"shares through {channel} in the window", t => t.SharesBy(channel).Shares),
        KpiDefinition.Count($"clicks_by_{channel}", $"touches of shares through {channel} in the window", t => t.SharesBy(channel).Clicks),
        KpiDefinition.Count(
            $"referrals_by_{channel}", $"referrals created through {channel} in the window", t => t.SharesBy(channel).ReferralsCreated),
        KpiDefinition.Ratio(
            $"clicks_per_share_by_{channel}",
            $"touches of shares through {channel} in the window / shares through {channel} in the window",
            t => t.SharesBy(channel).Clicks,
            t => t.SharesBy(channel).Shares,
            $"there was no share through {channel} in the window"),
        KpiDefinition.Ratio(
            $"referrals_per_click_by_{channel}",
            $"referrals created through {channel} in the window / touches of shares through {channel} in the window; some of the touches lie before it",
            t => t.SharesBy(channel).ReferralsCreated,
            t => t.SharesBy(channel).Clicks,
            $"there was no touch through {channel} in the window"),
        KpiDefinition.Ratio(
            $"qualified_per_referral_by_{channel}",
            $"referrals through {channel} that earned their first reward in the window / referrals created through {channel} in the window",
            t => t.SharesBy(channel).ReferralsQualified,
            t => t.SharesBy(channel).ReferralsCreated,
            $"there was no referral through {channel} in the window"),
    ];
}

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
