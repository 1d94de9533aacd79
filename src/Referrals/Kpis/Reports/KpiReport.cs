using Referrals.Kpis.Catalogue;
using Referrals.Kpis.Columns;

namespace Referrals.Kpis.Reports;

/// <summary>The KPIs of one window, each with its value or the reason why it has none.</summary>
/// <example><code>
/// var report = KpiReport.Compute(journal, KpiWindow.Of(from, to), Unit.Money("USD"));
/// Console.WriteLine(report.ToText());
/// var participation = report["participation_rate"].Value;
/// </code></example>
public sealed class KpiReport
{
    private KpiReport(KpiTotals totals, IReadOnlyList<KpiResult> results)
    {
        Totals = totals;
        Results = results;
    }

    /// <summary>The sums and counts behind the KPIs.</summary>
    public KpiTotals Totals { get; }

    /// <summary>The window.</summary>
    public KpiWindow Window => Totals.Window;

    /// <summary>The unit of all money.</summary>
    public Unit Unit => Totals.Unit;

    /// <summary>The KPIs in the order of their definitions.</summary>
    public IReadOnlyList<KpiResult> Results { get; }

    /// <summary>The KPI with a name.</summary>
    /// <exception cref="KeyNotFoundException">The report has no KPI of that name.</exception>
    public KpiResult this[string name] => Results.FirstOrDefault(r => r.Name == name)
        ?? throw new KeyNotFoundException($"The report has no KPI '{name}'. Its KPIs are listed in Results.");

    /// <summary>The standard KPIs of facts in any order.</summary>
    /// <param name="facts">The journal of one program; facts after the window do no harm.</param>
    /// <param name="window">The window.</param>
    /// <param name="unit">The unit of all money; facts in another one are counted in <see cref="KpiTotals.LeftOut"/>.</param>
    public static KpiReport Compute(IEnumerable<Fact> facts, KpiWindow window, Unit unit) =>
        Of(FactTable.Read(facts, unit).Totals(window));

    /// <summary>The standard KPIs of totals.</summary>
    public static KpiReport Of(KpiTotals totals) => Of(totals, KpiCatalogue.Standard);

    /// <summary>Chosen KPIs of totals.</summary>
    public static KpiReport Of(KpiTotals totals, IEnumerable<KpiDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(totals);
        ArgumentNullException.ThrowIfNull(definitions);
        return new KpiReport(totals, [.. definitions.Select(d => d.Of(totals))]);
    }

    /// <summary>The KPIs as a table of aligned columns for a terminal, in invariant culture.</summary>
    public string ToText() => KpiText.Table(this);

    /// <summary>The KPIs as CSV with a heading, one line each; what is undefined is empty.</summary>
    public string ToCsv() => KpiCsv.Write(this);

    /// <summary>The KPIs as one JSON object, by name.</summary>
    public string ToJson() => KpiJson.Write(this);
}
