namespace Referrals.Kpis;

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
