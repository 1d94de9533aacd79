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

    internal string Text(decimal value) => Definition.Unit switch
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
