namespace Referrals.Kpis;

/// <summary>From the customers who may share to the referred ones who bought.</summary>
internal static class FunnelKpis
{
    internal static readonly KpiDefinition EligibleCustomers = KpiDefinition.Count(
        "eligible_customers", "customers who signed up before the end of the window", t => t.EligibleCustomers);

    internal static readonly KpiDefinition ActiveAdvocates = KpiDefinition.Count(
        "active_advocates", "distinct customers with a share in the window", t => t.ActiveAdvocates);

    internal static readonly KpiDefinition ParticipationRate = KpiDefinition.Proportion(
        "participation_rate",
        "distinct customers with a share in the window / customers who signed up before the end of the window",
        t => t.ActiveAdvocates,
        t => t.EligibleCustomers,
        "nobody had signed up by the end of the window");

    internal static readonly KpiDefinition Shares = KpiDefinition.Count("shares", "shares in the window", t => t.Shares);

    internal static readonly KpiDefinition SharesPerActiveAdvocate = KpiDefinition.Ratio(
        "shares_per_active_advocate",
        "shares in the window / distinct customers with a share in the window",
        t => t.Shares,
        t => t.ActiveAdvocates,
        "nobody shared in the window");

    internal static readonly KpiDefinition UniqueClicks = KpiDefinition.Count(
        "unique_clicks", "distinct pairs of share and visitor with a click in the window", t => t.UniqueClicks);

    internal static readonly KpiDefinition RawClicks = KpiDefinition.Count(
        "raw_clicks", "clicks in the window, repeated ones included", t => t.RawClicks);

    internal static readonly KpiDefinition ClicksPerShare = KpiDefinition.Ratio(
        "clicks_per_share",
        "unique clicks in the window / shares in the window; not a probability, for a share can be clicked by many",
        t => t.UniqueClicks,
        t => t.Shares,
        "there was no share in the window");

    internal static readonly KpiDefinition ReferredSignups = KpiDefinition.Count(
        "referred_signups", "customers acquired by referral who signed up in the window", t => t.Referred.Customers);

    internal static readonly KpiDefinition ClickToSignupRate = KpiDefinition.Ratio(
        "click_to_signup_rate",
        "referred sign-ups in the window / unique clicks in the window; the clicks of some sign-ups lie before the window",
        t => t.Referred.Customers,
        t => t.UniqueClicks,
        "there was no click in the window");

    internal static readonly KpiDefinition ReferredPurchasers = KpiDefinition.Count(
        "referred_purchasers",
        "customers acquired by referral who signed up in the window and had a first sale before its end",
        t => t.Referred.Purchasers).OnCohort();

    internal static readonly KpiDefinition ReferralConversionRate = KpiDefinition.Proportion(
        "referral_conversion_rate_signup_to_first_purchase",
        "referred sign-ups in the window with a first sale before its end / referred sign-ups in the window",
        t => t.Referred.Purchasers,
        t => t.Referred.Customers,
        Reasons.NobodyReferred).OnCohort();

    internal static readonly KpiDefinition NonreferredConversionRate = KpiDefinition.Proportion(
        "nonreferred_conversion_rate",
        "other sign-ups in the window with a first sale before its end / other sign-ups in the window",
        t => t.Nonreferred.Purchasers,
        t => t.Nonreferred.Customers,
        Reasons.NobodyUnreferred).OnCohort();

    internal static readonly KpiDefinition NewCustomers = KpiDefinition.Count(
        "new_customers", "customers who signed up in the window", t => t.Everyone.Customers);

    internal static readonly KpiDefinition ReferralShareOfNewSignups = KpiDefinition.Proportion(
        "referral_share_of_new_signups",
        "referred sign-ups in the window / all sign-ups in the window",
        t => t.Referred.Customers,
        t => t.Everyone.Customers,
        Reasons.NobodySignedUp);
}

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
        "held referrals approved in the window / held referrals approved or rejected in the window, by a decision or automatically",
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

/// <summary>How customers bring customers, how fast, and how gladly.</summary>
internal static class ViralityKpis
{
    internal static readonly KpiDefinition KMeasured = KpiDefinition.Ratio(
        "K_measured_signups",
        "referred sign-ups in the window whose referrer signed up in the window too / all sign-ups in the window",
        t => t.SignupsOfNewReferrers,
        t => t.Everyone.Customers,
        Reasons.NobodySignedUp).OnCohort();

    internal static readonly KpiDefinition CycleTimeMean = Days(
        "cycle_time_days_mean",
        "mean of the time from the sign-up of the referrer to that of the referee, over the referred sign-ups in the window",
        t => t.CycleTimes,
        s => s.MeanDays,
        Reasons.NobodyReferred);

    internal static readonly KpiDefinition CycleTimeMedian = Days(
        "cycle_time_days_median",
        "median of the time from the sign-up of the referrer to that of the referee, over the referred sign-ups in the window",
        t => t.CycleTimes,
        s => s.MedianDays,
        Reasons.NobodyReferred);

    internal static readonly KpiDefinition NpsAnswers = KpiDefinition.Count(
        "nps_n", "survey answers in the window", t => t.Answers);

    internal static readonly KpiDefinition Nps = KpiDefinition.Custom(
        "nps",
        "100 x (answers of 9 and 10 - answers of 0 to 6) / answers in the window",
        KpiUnit.Points,
        t => t.Answers == 0
            ? KpiMeasure.Undefined("nobody answered the survey in the window")
            : KpiMeasure.Of(100m * (t.Promoters - t.Detractors) / t.Answers, t.Promoters - t.Detractors, t.Answers, t.Answers)
                .Within(NpsInterval(t)))
        .From("F. F. Reichheld, The one number you need to grow, Harvard Business Review 81 (2003), 46-54");

    internal static readonly KpiDefinition ConversionTimeMedian = Percentile(50);

    internal static readonly KpiDefinition ConversionTimeSlow = Percentile(90);

    internal static KpiDefinition Percentile(int percent) => Days(
        $"time_to_convert_days_p{percent}",
        $"the time from sign-up to first sale that {percent} % of the referred purchasers who signed up in the window needed at most",
        t => t.ConversionTimes,
        s => s.PercentileDays(percent),
        Reasons.NobodyPurchased);

    private static KpiDefinition Days(
        string name, string text, Func<KpiTotals, DurationSample> sample, Func<DurationSample, decimal?> statistic, string whenNone) =>
        KpiDefinition.Custom(name, text, KpiUnit.Days, t => statistic(sample(t)) is { } days
            ? KpiMeasure.Of(days, sample(t).Count)
            : KpiMeasure.Undefined(whenNone)).OnCohort();

    /// <summary>The normal interval; the variance of one answer, as -1, 0 or 1, is p + d - (p - d) squared.</summary>
    private static KpiInterval NpsInterval(KpiTotals t)
    {
        var (p, d, n) = ((double)t.Promoters / t.Answers, (double)t.Detractors / t.Answers, (double)t.Answers);
        var half = Wilson.Z95 * Math.Sqrt((p + d - ((p - d) * (p - d))) / n);
        return KpiInterval.Of(100 * Math.Max(-1, p - d - half), 100 * Math.Min(1, p - d + half));
    }
}
