using System.Globalization;
using System.Text;

namespace Referrals.Kpis.Reports;

/// <summary>KPIs as text for a terminal.</summary>
internal static class KpiText
{
    internal static string Table(KpiReport report)
    {
        var table = new TextTable("KPI", "value", "95 % interval", "of", "n", "note");
        foreach (var result in report.Results)
        {
            table.Add(result.Name, result.ValueText, Interval(result), Parts(result), Count(result.Observations), Note(result));
        }

        var text = new StringBuilder();
        _ = text.Append(CultureInfo.InvariantCulture, $"KPIs of {report.Window}, money in {report.Unit}\n\n").Append(table);
        foreach (var (unit, facts) in report.Totals.LeftOut.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\nLeft out of all money: {facts:N0} facts in {unit}.");
        }

        return text.ToString();
    }

    internal static string Interval(KpiResult result) => result.Interval is { } interval
        ? $"{result.Text((decimal)interval.Low)} to {result.Text((decimal)interval.High)}"
        : string.Empty;

    internal static string Note(KpiResult result) =>
        result.Reason ?? (result.TooFew ? $"fewer than {KpiResult.EnoughObservations} observations" : string.Empty);

    /// <summary>The unit as machines read it.</summary>
    internal static string Unit(KpiResult result) => result.Definition.Unit switch
    {
        KpiUnit.Count => "count",
        KpiUnit.Ratio => "ratio",
        KpiUnit.Proportion => "proportion",
        KpiUnit.Money => result.Money.ToString(),
        KpiUnit.Days => "days",
        _ => "points",
    };

    private static string Parts(KpiResult result) => result is { Numerator: { } numerator, Denominator: { } denominator }
        ? $"{Part(numerator)} / {Part(denominator)}"
        : string.Empty;

    private static string Part(decimal part) => part.ToString(decimal.IsInteger(part) ? "N0" : "N2", CultureInfo.InvariantCulture);

    private static string Count(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? string.Empty;
}
