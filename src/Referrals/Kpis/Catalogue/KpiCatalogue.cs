namespace Referrals.Kpis.Catalogue;

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
    public static IReadOnlyList<KpiDefinition> All { get; } = [.. Standard];

    /// <summary>The KPI with a name; <c>null</c> if the catalogue has none.</summary>
    public static KpiDefinition? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(k => k.Name == name);
    }
}
