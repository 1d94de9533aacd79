using Referrals.Kpis.Statistics;

namespace Referrals.Kpis.Cohorts;

/// <summary>What became of a cohort at one age.</summary>
public sealed record RetentionCell
{
    internal RetentionCell(int age, long customers, long retained, decimal margin)
    {
        Age = age;
        Customers = customers;
        Retained = retained;
        Margin = margin;
    }

    /// <summary>The number of periods or steps since the sign-up; 0 is that of the sign-up itself.</summary>
    public int Age { get; }

    /// <summary>The size of the cohort, whatever its age.</summary>
    public long Customers { get; }

    /// <summary>Those of them who are retained.</summary>
    public long Retained { get; }

    /// <summary>The net margin that the cohort brought at that age, in whole units of the table's currency.</summary>
    public decimal Margin { get; }

    /// <summary>Retained / customers; <c>null</c> for a cohort of nobody.</summary>
    public decimal? Retention => Customers == 0 ? null : (decimal)Retained / Customers;

    /// <summary>1 - retention; <c>null</c> for a cohort of nobody.</summary>
    public decimal? Churn => 1 - Retention;

    /// <summary>The 95 % interval of the retention by Wilson; <c>null</c> for a cohort of nobody.</summary>
    public KpiInterval? Interval => Wilson.Interval95(Retained, Customers) is var (low, high) ? KpiInterval.Of(low, high) : null;
}
