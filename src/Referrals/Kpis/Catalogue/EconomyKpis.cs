namespace Referrals.Kpis.Catalogue;

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
