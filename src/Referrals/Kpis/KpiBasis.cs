namespace Referrals.Kpis;

/// <summary>Whose events a KPI counts.</summary>
public enum KpiBasis
{
    /// <summary>Everything that happened in the window, whoever did it. A ratio on this basis may exceed one.</summary>
    Period = 0,

    /// <summary>What the customers who signed up in the window did before its end. A proportion on this basis cannot exceed one.</summary>
    Cohort = 1,
}
