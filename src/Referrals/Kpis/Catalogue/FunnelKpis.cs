namespace Referrals.Kpis.Catalogue;

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
