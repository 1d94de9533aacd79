namespace Referrals.Kpis.Cohorts;

/// <summary>The customers who signed up in one window, by age.</summary>
public sealed class RetentionCohort
{
    internal RetentionCohort(KpiWindow window, long customers, IReadOnlyList<RetentionCell> ages)
    {
        Window = window;
        Customers = customers;
        Ages = ages;
    }

    /// <summary>When they signed up.</summary>
    public KpiWindow Window { get; }

    /// <summary>How many they are.</summary>
    public long Customers { get; }

    /// <summary>The ages that every one of them has completed, from 0; younger ones would count people as lost too early.</summary>
    public IReadOnlyList<RetentionCell> Ages { get; }
}
