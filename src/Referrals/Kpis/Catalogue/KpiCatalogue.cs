namespace Referrals.Kpis;

/// <summary>The KPIs that the library knows, each with its definition. <see cref="KpiDefinition"/> makes more.</summary>
public static class KpiCatalogue
{
    /// <summary>The KPIs of a referral program that most reports show, in the order of the funnel.</summary>
    public static IReadOnlyList<KpiDefinition> Standard { get; } =
    [
        FunnelKpis.EligibleCustomers, FunnelKpis.ActiveAdvocates, FunnelKpis.ParticipationRate, FunnelKpis.Shares,
        FunnelKpis.SharesPerActiveAdvocate, FunnelKpis.UniqueClicks, FunnelKpis.RawClicks, FunnelKpis.ClicksPerShare,
        FunnelKpis.ReferredSignups, FunnelKpis.ClickToSignupRate, FunnelKpis.ReferredPurchasers,
        FunnelKpis.ReferralConversionRate, FunnelKpis.NonreferredConversionRate, FunnelKpis.NewCustomers,
        FunnelKpis.ReferralShareOfNewSignups, ValueKpis.ReferralProgramCost, ValueKpis.CacReferral, ValueKpis.CacPaid,
        ValueKpis.ReferredCohortRevenue, ValueKpis.ReferredCohortMargin, ValueKpis.RoiMargin,
        ValueKpis.HistoricMarginReferred, ValueKpis.HistoricMarginDeviationReferred, ValueKpis.ReferredCustomers,
        ValueKpis.HistoricMarginNonreferred, ValueKpis.HistoricMarginDeviationNonreferred,
        ValueKpis.NonreferredCustomers, ViralityKpis.KMeasured, ViralityKpis.CycleTimeMean,
        ViralityKpis.CycleTimeMedian, ViralityKpis.NpsAnswers, ViralityKpis.Nps,
    ];

    /// <summary>All KPIs of the catalogue: the standard ones, then the others.</summary>
    public static IReadOnlyList<KpiDefinition> All { get; } =
    [
        .. Standard,
        ProgramKpis.ActiveCustomers, ProgramKpis.EngagementRate, ProgramKpis.ShareRateOfBuyers, ProgramKpis.ReferralsCreated,
        ProgramKpis.ReferralsQualified, ProgramKpis.ReferralRefusalRate, ProgramKpis.ReviewRate, ProgramKpis.ApprovalRate, ProgramKpis.RewardsGranted,
        ProgramKpis.RewardsReversed, ProgramKpis.RewardLiability, ProgramKpis.Orders, ProgramKpis.Buyers,
        ProgramKpis.RevenueNet, ProgramKpis.MarginNet, ProgramKpis.AverageOrder, ProgramKpis.RefundRate,
        ProgramKpis.RefundedShareOfRevenue, EconomyKpis.CacOthers, EconomyKpis.CacBlended, EconomyKpis.CpaSignup,
        EconomyKpis.CostToRevenue, EconomyKpis.RoiRevenue, EconomyKpis.Amplification, ViralityKpis.ConversionTimeMedian,
        ViralityKpis.ConversionTimeSlow, ComparisonKpis.ConversionDifference, ComparisonKpis.MarginDifference,
    ];

    /// <summary>The KPI with a name; <c>null</c> if the catalogue has none.</summary>
    public static KpiDefinition? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(k => k.Name == name);
    }

    /// <summary>The cost of acquiring a purchaser through any channel: <c>CAC_email_per_purchaser</c> and so on.</summary>
    /// <exception cref="ArgumentException"><paramref name="channel"/> is <c>default</c>.</exception>
    public static KpiDefinition CacOf(Channel channel) => channel.IsDefault
        ? throw new ArgumentException("A cost per purchaser requires a channel that is not default.", nameof(channel))
        : KpiDefinition.MoneyPer(
            $"CAC_{channel}_per_purchaser",
            $"costs of the channel {channel} in the window / sign-ups by {channel} in the window with a first sale before its end",
            t => t.CostMinor(channel),
            t => t.Cohort(channel).Purchasers,
            $"no customer who signed up by the channel {channel} in the window purchased before its end").NeedingCostOf(channel);

    /// <summary>The steps of the funnel of one share channel: shares, clicks, referrals, those that qualified, and one per another.</summary>
    /// <exception cref="ArgumentException"><paramref name="channel"/> is <c>default</c>.</exception>
    public static IReadOnlyList<KpiDefinition> FunnelOf(Channel channel) => channel.IsDefault
        ? throw new ArgumentException("A funnel requires a share channel that is not default.", nameof(channel))
        : ChannelKpis.Of(channel);

    /// <summary>The share of claimed referrals that were refused for one reason.</summary>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is blank.</exception>
    public static KpiDefinition RefusalRateFor(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return KpiDefinition.Proportion(
            $"referral_refusal_rate_{reason}",
            $"referrals refused for {reason} in the window / referrals created or refused in the window",
            t => t.Refusals.GetValueOrDefault(reason),
            t => t.ReferralsCreated + t.Refusals.Values.Sum(),
            Reasons.NoClaims);
    }

    /// <summary>The share of claimed referrals that one guard held for review.</summary>
    /// <exception cref="ArgumentException"><paramref name="guard"/> is blank.</exception>
    public static KpiDefinition ReviewRateFor(string guard)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(guard);
        return KpiDefinition.Ratio(
            $"referral_review_rate_{guard}",
            $"referrals held for {guard} in the window / referrals created or refused in the window",
            t => t.Holds.GetValueOrDefault(guard),
            t => t.ReferralsCreated + t.Refusals.Values.Sum(),
            Reasons.NoClaims);
    }

    /// <summary>The time within which a percentage of the referred purchasers bought.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percent"/> is outside these limits.</exception>
    public static KpiDefinition TimeToConvert(int percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        return ViralityKpis.Percentile(percent);
    }

    /// <summary>The return on the cost of the program if only a part of the referred customers came because of it.</summary>
    /// <param name="incremental">The part that would not have come anyway.</param>
    public static KpiDefinition IncrementalRoi(Percentage incremental) => KpiDefinition.Custom(
        "ROI_referral_incremental",
        $"({incremental} of the net margin of the referred cohort - referral program cost) / referral program cost",
        KpiUnit.Ratio,
        t => KpiMeasure.Quotient(
            (incremental.Fraction * t.Whole(t.Referred.MarginMinor)) - t.Whole(t.CostMinor(Channel.Referral)),
            t.Whole(t.CostMinor(Channel.Referral)),
            t.Referred.Customers,
            Reasons.NoCost)).OnCohort().NeedingCostOf(Channel.Referral);
}

/// <summary>Why a KPI has no value, in words that several of them share.</summary>
internal static class Reasons
{
    internal const string NobodySignedUp = "nobody signed up in the window";
    internal const string NobodyReferred = "nobody signed up by referral in the window";
    internal const string NobodyUnreferred = "nobody signed up without a referral in the window";
    internal const string NobodyPurchased = "no customer who signed up by referral in the window purchased before its end";
    internal const string NoVerdicts = "no held referral was approved or rejected in the window";
    internal const string NoClaims = "no referral was created or refused in the window";
    internal const string NoCost = "the referral program cost nothing in the window";
}
