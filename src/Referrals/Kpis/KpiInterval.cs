namespace Referrals.Kpis;

/// <summary>A 95 % interval: the values that fit the observations.</summary>
/// <remarks><c>default</c> is the interval that holds only 0.</remarks>
public readonly record struct KpiInterval
{
    private KpiInterval(double low, double high)
    {
        Low = low;
        High = high;
    }

    /// <summary>The lower end.</summary>
    public double Low { get; }

    /// <summary>The upper end.</summary>
    public double High { get; }

    /// <summary>An interval from its two ends.</summary>
    /// <exception cref="ArgumentException">An end is no finite number, or the upper one is below the lower one.</exception>
    public static KpiInterval Of(double low, double high) => double.IsFinite(low) && double.IsFinite(high) && low <= high
        ? new KpiInterval(low, high)
        : throw new ArgumentException($"An interval needs two finite ends in order; {low} and {high} are not.", nameof(high));

    /// <summary>Whether a value lies in the interval, its ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;
}
