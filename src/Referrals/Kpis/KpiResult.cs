using System.Globalization;

namespace Referrals.Kpis;

/// <summary>One KPI of one window: the value, or the reason why there is none, and the numbers it was made of.</summary>
public sealed record KpiResult
{
    /// <summary>Below this number of observations a value is flagged by <see cref="TooFew"/>.</summary>
    public const int EnoughObservations = 30;

    internal KpiResult(KpiDefinition definition, KpiMeasure measure, KpiInterval? interval, Unit money)
    {
        Definition = definition;
        Measure = measure;
        Interval = interval;
        Money = money;
    }

    /// <summary>What was computed.</summary>
    public KpiDefinition Definition { get; }

    /// <summary>The stable name, such as <c>participation_rate</c>.</summary>
    public string Name => Definition.Name;

    /// <summary>The value in full precision; <c>null</c> if it is undefined, and never zero for nothing.</summary>
    public decimal? Value => Measure.Value;

    /// <summary>Why there is no value; <c>null</c> if there is one.</summary>
    public string? Reason => Measure.Reason;

    /// <summary>What was divided, if the KPI is a division.</summary>
    public decimal? Numerator => Measure.Numerator;

    /// <summary>What it was divided by, if the KPI is a division.</summary>
    public decimal? Denominator => Measure.Denominator;

    /// <summary>How many people or things were observed; <c>null</c> for counts and sums.</summary>
    public long? Observations => Measure.Observations;

    /// <summary>The 95 % interval: by Wilson if the KPI is a proportion, else what its formula gives, if anything.</summary>
    public KpiInterval? Interval { get; }

    /// <summary>Whether the value rests on fewer than <see cref="EnoughObservations"/> observations. Read it with care then.</summary>
    public bool TooFew => Observations < EnoughObservations;

    /// <summary>The currency of money values.</summary>
    public Unit Money { get; }

    internal KpiMeasure Measure { get; }

    /// <summary>The name and the value for a log or a debugger: <c>participation_rate = 28.9 %</c>.</summary>
    public override string ToString() => $"{Name} = {ValueText}";

    /// <summary>The value as people read it, rounded half away from zero: <c>28.9 %</c>, <c>36.48 USD</c>, <c>undefined</c>.</summary>
    public string ValueText => Value is { } value ? Text(value) : "undefined";

    /// <summary>A value in the unit of this KPI as <see cref="ValueText"/> writes it, such as an end of <see cref="Interval"/>.</summary>
    /// <param name="value">The value.</param>
    public string Text(decimal value) => Definition.Unit switch
    {
        KpiUnit.Count => Number(value, 0),
        KpiUnit.Proportion => Number(value * 100, 1) + " %",
        KpiUnit.Money => Number(value, Money.Digits) + " " + Money,
        KpiUnit.Days => Number(value, 1) + " days",
        KpiUnit.Points => Number(value, 1) + " points",
        _ => Number(value, 3),
    };

    private static string Number(decimal value, int digits) => Math.Round(value, digits, MidpointRounding.AwayFromZero)
        .ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

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

/// <summary>What a KPI's formula answers: a value with where it comes from, or the reason why there is none.</summary>
/// <remarks><c>default</c> is undefined without a reason; formulas use the factories.</remarks>
public readonly record struct KpiMeasure
{
    private KpiMeasure(decimal? value, decimal? numerator, decimal? denominator, long? observations, string? reason)
    {
        Value = value;
        Numerator = numerator;
        Denominator = denominator;
        Observations = observations;
        Reason = reason;
    }

    /// <summary>The value; <c>null</c> if it is undefined.</summary>
    public decimal? Value { get; }

    /// <summary>What is divided, if the KPI is a division.</summary>
    public decimal? Numerator { get; }

    /// <summary>What it is divided by, if the KPI is a division.</summary>
    public decimal? Denominator { get; }

    /// <summary>How many people or things were observed; <c>null</c> where the value is itself a count or a sum.</summary>
    public long? Observations { get; }

    /// <summary>Why there is no value; <c>null</c> if there is one.</summary>
    public string? Reason { get; }

    /// <summary>The 95 % interval that the formula gives; a proportion needs none, it gets Wilson's.</summary>
    public KpiInterval? Interval { get; private init; }

    /// <summary>A value that is no division: a count or a sum.</summary>
    public static KpiMeasure Of(decimal value) => new(value, null, null, null, null);

    /// <summary>A statistic, such as a median, of a number of observations.</summary>
    public static KpiMeasure Of(decimal value, long observations) => new(value, null, null, observations, null);

    /// <summary>A value that a formula made out of a numerator and a denominator.</summary>
    public static KpiMeasure Of(decimal value, decimal numerator, decimal denominator, long observations) =>
        new(value, numerator, denominator, observations, null);

    /// <summary>A division; undefined with <paramref name="reason"/> if the denominator is zero.</summary>
    public static KpiMeasure Quotient(decimal numerator, decimal denominator, long observations, string reason) => denominator == 0
        ? new(null, numerator, denominator, observations, reason)
        : new(numerator / denominator, numerator, denominator, observations, null);

    /// <summary>The same measure with a 95 % interval.</summary>
    public KpiMeasure Within(KpiInterval interval) => this with { Interval = interval };

    /// <summary>No value, with the reason in words.</summary>
    public static KpiMeasure Undefined(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new KpiMeasure(null, null, null, 0, reason);
    }
}

/// <summary>Score intervals for a proportion, and for the difference of two.</summary>
internal static class Wilson
{
    /// <summary>The 97.5 % point of the standard normal distribution.</summary>
    internal const double Z95 = 1.959963984540054;

    /// <summary>The 95 % interval of <paramref name="part"/> out of <paramref name="whole"/>; none if that is no proportion.</summary>
    /// <remarks>E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.</remarks>
    internal static (double Low, double High)? Interval95(decimal part, decimal whole)
    {
        if (whole <= 0 || part < 0 || part > whole)
        {
            return null;
        }

        var n = (double)whole;
        var p = (double)part / n;
        var z2 = Z95 * Z95;
        var centre = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z95 / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n)));
        return (part == 0 ? 0 : Math.Max(0, centre - half), part == whole ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>The 95 % interval of the first proportion minus the second; none if one of them is no proportion.</summary>
    /// <remarks>
    /// Method 10 of R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in
    /// Medicine 17 (1998), 873-890.
    /// </remarks>
    internal static (double Low, double High)? Difference95(decimal part1, decimal whole1, decimal part2, decimal whole2)
    {
        if (Interval95(part1, whole1) is not var (low1, high1) || Interval95(part2, whole2) is not var (low2, high2))
        {
            return null;
        }

        var p1 = (double)(part1 / whole1);
        var p2 = (double)(part2 / whole2);
        var below = Math.Sqrt(((p1 - low1) * (p1 - low1)) + ((high2 - p2) * (high2 - p2)));
        var above = Math.Sqrt(((high1 - p1) * (high1 - p1)) + ((p2 - low2) * (p2 - low2)));
        return (p1 - p2 - below, p1 - p2 + above);
    }
}
