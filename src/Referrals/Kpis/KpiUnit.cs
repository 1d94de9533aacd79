namespace Referrals.Kpis;

/// <summary>What the value of a KPI is counted in.</summary>
public enum KpiUnit
{
    /// <summary>A whole number of people, shares, clicks or the like.</summary>
    Count = 0,

    /// <summary>One number per another; may exceed one, so it has no interval.</summary>
    Ratio = 1,

    /// <summary>A part of a whole, as a fraction from 0 to 1; comes with a 95 % interval.</summary>
    Proportion = 2,

    /// <summary>Money, or money per customer, in whole units of the declared currency.</summary>
    Money = 3,

    /// <summary>Days of 24 hours.</summary>
    Days = 4,

    /// <summary>Points from -100 to 100.</summary>
    Points = 5,
}
