namespace Referrals.Kpis.Catalogue;

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
