namespace Referrals.Kpis.Catalogue;

/// <summary>How people take part, what is refused and refunded, and what is still owed.</summary>
internal static class ProgramKpis
{
    internal static readonly KpiDefinition ActiveCustomers = KpiDefinition.Count(
        "active_customers", "distinct customers who signed up, shared or bought in the window", t => t.ActiveCustomers);

    internal static readonly KpiDefinition EngagementRate = KpiDefinition.Proportion(
        "engagement_rate",
        "distinct customers who signed up, shared or bought in the window / customers who signed up before the end of the window",
        t => t.ActiveCustomers,
        t => t.EligibleCustomers,
        "nobody had signed up by the end of the window");

    internal static readonly KpiDefinition ShareRateOfBuyers = KpiDefinition.Proportion(
        "share_rate_of_buyers",
        "distinct customers with both a share and a sale in the window / distinct customers with a sale in the window",
        t => t.SharingBuyers,
        t => t.Buyers,
        "nobody bought in the window");

    internal static readonly KpiDefinition ReferralsCreated = KpiDefinition.Count(
        "referrals_created", "referrals created in the window", t => t.ReferralsCreated);

    internal static readonly KpiDefinition ReferralsQualified = KpiDefinition.Count(
        "referrals_qualified", "referrals that earned their first reward in the window", t => t.ReferralsQualified);

    internal static readonly KpiDefinition ReferralRefusalRate = KpiDefinition.Proportion(
        "referral_refusal_rate",
        "referrals refused in the window / referrals created or refused in the window",
        t => t.Refusals.Values.Sum(),
        t => t.ReferralsCreated + t.Refusals.Values.Sum(),
        Reasons.NoClaims);

    internal static readonly KpiDefinition ReviewRate = KpiDefinition.Ratio(
        "referral_review_rate",
        "referrals held for review in the window / referrals created or refused in the window",
        t => t.Holds.Values.Sum(),
        t => t.ReferralsCreated + t.Refusals.Values.Sum(),
        Reasons.NoClaims);

    internal static readonly KpiDefinition ApprovalRate = KpiDefinition.Proportion(
        "referral_approval_rate",
        "held referrals approved in the window / held referrals approved or rejected in the window, by a verdict or by silence",
        t => t.Verdicts.GetValueOrDefault(ReviewVerdict.ReferralApproved),
        t => t.Verdicts.GetValueOrDefault(ReviewVerdict.ReferralApproved) + t.Verdicts.GetValueOrDefault(ReviewVerdict.ReferralRejected),
        Reasons.NoVerdicts);

    internal static readonly KpiDefinition RewardsGranted = KpiDefinition.Money(
        "rewards_granted", "rewards granted in the window, those taken back later included", t => t.RewardsGrantedMinor);

    internal static readonly KpiDefinition RewardsReversed = KpiDefinition.Money(
        "rewards_reversed", "rewards taken back in the window", t => t.RewardsReversedMinor);

    internal static readonly KpiDefinition RewardLiability = KpiDefinition.Money(
        "reward_liability",
        "rewards granted less rewards taken back, from the beginning to the end of the window; payouts are in the ledger, not in here",
        t => t.RewardsOutstandingMinor);

    internal static readonly KpiDefinition Orders = KpiDefinition.Count("orders", "sales in the window", t => t.Orders);

    internal static readonly KpiDefinition Buyers = KpiDefinition.Count(
        "buyers", "distinct customers with a sale in the window", t => t.Buyers);

    internal static readonly KpiDefinition RevenueNet = KpiDefinition.Money(
        "revenue_net", "sales less refunds in the window, of all customers", t => t.GrossRevenueMinor - t.RefundedRevenueMinor);

    internal static readonly KpiDefinition MarginNet = KpiDefinition.Money(
        "margin_net",
        "margin of sales less that of refunds in the window, of all customers",
        t => t.GrossMarginMinor - t.RefundedMarginMinor);

    internal static readonly KpiDefinition AverageOrder = KpiDefinition.MoneyPer(
        "average_order_value",
        "amounts of the sales in the window, refunds not taken off / sales in the window",
        t => t.GrossRevenueMinor,
        t => t.Orders,
        "there was no sale in the window");

    internal static readonly KpiDefinition RefundRate = KpiDefinition.Ratio(
        "refund_rate",
        "refunds in the window / sales in the window; some of the refunds are of earlier sales",
        t => t.Refunds,
        t => t.Orders,
        "there was no sale in the window");

    internal static readonly KpiDefinition RefundedShareOfRevenue = KpiDefinition.Custom(
        "refunded_share_of_revenue",
        "refunded amounts in the window / amounts of the sales in the window",
        KpiUnit.Ratio,
        t => KpiMeasure.Quotient(
            t.Whole(t.RefundedRevenueMinor), t.Whole(t.GrossRevenueMinor), t.Orders, "there was no revenue in the window"));
}
