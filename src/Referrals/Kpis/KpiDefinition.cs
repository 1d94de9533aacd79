using System.Globalization;

namespace Referrals.Kpis;

/// <summary>
/// A KPI as a typed definition: its name, what it divides by what, in which unit and on which basis, and the formula over
/// <see cref="KpiTotals"/>. An application makes its own beside those of <c>KpiCatalogue</c>.
/// </summary>
/// <example><code>
/// var ordersPerBuyer = KpiDefinition.Ratio(
///     "orders_per_buyer", "orders / distinct buyers, in the window", t => t.Orders, t => t.Buyers, "nobody bought in the window");
/// </code></example>
public sealed class KpiDefinition
{
    private readonly Func<KpiTotals, KpiMeasure> _formula;
    private Func<string, bool>? _needsCostOf;

    private KpiDefinition(string name, string text, KpiUnit unit, Func<KpiTotals, KpiMeasure> formula)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Name = name;
        Text = text;
        Unit = unit;
        _formula = formula;
    }

    /// <summary>The stable name, by which results are found.</summary>
    public string Name { get; }

    /// <summary>The definition in words, numerator and denominator named.</summary>
    public string Text { get; }

    /// <summary>What the value is counted in.</summary>
    public KpiUnit Unit { get; }

    /// <summary>Whether it looks at all events of the window or at the customers who signed up in it.</summary>
    public KpiBasis Basis { get; private init; }

    /// <summary>Where the formula comes from, if it is not obvious.</summary>
    public string? Source { get; private init; }

    /// <summary>A number of people or things.</summary>
    /// <exception cref="ArgumentException">The name or the text is blank.</exception>
    public static KpiDefinition Count(string name, string text, Func<KpiTotals, long> count)
    {
        ArgumentNullException.ThrowIfNull(count);
        return new KpiDefinition(name, text, KpiUnit.Count, t => KpiMeasure.Of(count(t)));
    }

    /// <summary>One number divided by another that does not contain it, such as clicks per share.</summary>
    /// <param name="name">The stable name.</param>
    /// <param name="text">The definition in words.</param>
    /// <param name="numerator">What is divided.</param>
    /// <param name="denominator">What it is divided by; also the number of observations.</param>
    /// <param name="whenZero">The reason to give if the denominator is zero.</param>
    /// <exception cref="ArgumentException">The name or a text is blank.</exception>
    public static KpiDefinition Ratio(
        string name, string text, Func<KpiTotals, long> numerator, Func<KpiTotals, long> denominator, string whenZero) =>
        Division(name, text, KpiUnit.Ratio, numerator, denominator, whenZero);

    /// <summary>A part of a whole, with an interval. The numerator counts some of what the denominator counts.</summary>
    /// <inheritdoc cref="Ratio"/>
    public static KpiDefinition Proportion(
        string name, string text, Func<KpiTotals, long> numerator, Func<KpiTotals, long> denominator, string whenZero) =>
        Division(name, text, KpiUnit.Proportion, numerator, denominator, whenZero);

    /// <summary>A sum of money, given in the currency's smallest parts.</summary>
    /// <exception cref="ArgumentException">The name or the text is blank.</exception>
    public static KpiDefinition Money(string name, string text, Func<KpiTotals, long> minorUnits)
    {
        ArgumentNullException.ThrowIfNull(minorUnits);
        return new KpiDefinition(name, text, KpiUnit.Money, t => KpiMeasure.Of(t.Whole(minorUnits(t))));
    }

    /// <summary>Money, given in the currency's smallest parts, per person or thing.</summary>
    /// <inheritdoc cref="Ratio"/>
    public static KpiDefinition MoneyPer(
        string name, string text, Func<KpiTotals, long> numerator, Func<KpiTotals, long> denominator, string whenZero)
    {
        ArgumentNullException.ThrowIfNull(numerator);
        ArgumentNullException.ThrowIfNull(denominator);
        ArgumentException.ThrowIfNullOrWhiteSpace(whenZero);
        return new KpiDefinition(name, text, KpiUnit.Money, t =>
            KpiMeasure.Quotient(t.Whole(numerator(t)), denominator(t), denominator(t), whenZero));
    }

    /// <summary>Any other formula over totals. It must be pure, and answer undefined rather than throw.</summary>
    /// <exception cref="ArgumentException">The name or the text is blank.</exception>
    public static KpiDefinition Custom(string name, string text, KpiUnit unit, Func<KpiTotals, KpiMeasure> formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        return new KpiDefinition(name, text, unit, formula);
    }

    /// <summary>The same definition on the cohort basis.</summary>
    public KpiDefinition OnCohort() =>
        new(Name, Text, Unit, _formula) { Basis = KpiBasis.Cohort, Source = Source, _needsCostOf = _needsCostOf };

    /// <summary>The same definition with the source of its formula.</summary>
    /// <exception cref="ArgumentException">The source is blank.</exception>
    public KpiDefinition From(string source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        return new KpiDefinition(Name, Text, Unit, _formula) { Basis = Basis, Source = source, _needsCostOf = _needsCostOf };
    }

    /// <summary>The same definition, which has no value where costs of a channel are in units that it cannot add up.</summary>
    /// <param name="channel">Whose costs it needs; <c>null</c> for those of all channels.</param>
    public KpiDefinition NeedingCostOf(Channel? channel) => NeedingCosts(channel is { } one ? name => name == one.ToString() : static _ => true);

    internal KpiDefinition NeedingCosts(Func<string, bool> channels) =>
        new(Name, Text, Unit, _formula) { Basis = Basis, Source = Source, _needsCostOf = channels };

    /// <summary>The KPI of these totals.</summary>
    public KpiResult Of(KpiTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var blind = _needsCostOf is null ? 0 : totals.CostsLeftOut.Where(costs => _needsCostOf(costs.Key)).Sum(static costs => costs.Value);
        var measure = blind == 0 ? _formula(totals) : KpiMeasure.Undefined(string.Create(
            CultureInfo.InvariantCulture,
            $"{blind} rewards or costs in the window are in other units than {totals.Unit}, so nobody knows what they cost in it"));
        var interval = Unit == KpiUnit.Proportion && measure is { Value: not null, Numerator: { } part, Denominator: { } whole }
            ? Wilson.Interval95(part, whole)
            : null;
        return new KpiResult(this, measure, interval is var (low, high) ? KpiInterval.Of(low, high) : measure.Interval, totals.Unit);
    }

    private static KpiDefinition Division(
        string name, string text, KpiUnit unit, Func<KpiTotals, long> numerator, Func<KpiTotals, long> denominator, string whenZero)
    {
        ArgumentNullException.ThrowIfNull(numerator);
        ArgumentNullException.ThrowIfNull(denominator);
        ArgumentException.ThrowIfNullOrWhiteSpace(whenZero);
        return new KpiDefinition(name, text, unit, t => KpiMeasure.Quotient(numerator(t), denominator(t), denominator(t), whenZero));
    }
}

/// <summary>Whose events a KPI counts.</summary>
public enum KpiBasis
{
    /// <summary>Everything that happened in the window, whoever did it. A ratio on this basis may exceed one.</summary>
    Period = 0,

    /// <summary>What the customers who signed up in the window did before its end. A proportion on this basis cannot exceed one.</summary>
    Cohort = 1,
}

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
