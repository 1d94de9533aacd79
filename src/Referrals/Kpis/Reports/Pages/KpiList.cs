using System.Text;

namespace Referrals.Kpis.Reports.Pages;

/// <summary>All KPIs with interval, observations and definition.</summary>
internal static class KpiList
{
    internal static string Draw(KpiReport report)
    {
        var html = new StringBuilder(
            "<table class=\"kpis\"><tr><th>KPI</th><th>value</th><th>95 % interval</th><th>n</th><th class=\"left\">definition</th></tr>\n");
        foreach (var result in report.Results)
        {
            _ = html.Append("<tr><td><code>").Append(PageText.Escape(result.Name)).Append("</code></td><td>")
                .Append(PageText.Escape(result.Value is null ? "–" : result.ValueText)).Append("</td><td>")
                .Append(PageText.Escape(KpiText.Interval(result))).Append("</td><td>")
                .Append(result.Observations is { } n ? PageText.Count(n) : string.Empty).Append("</td><td class=\"left\">")
                .Append(PageText.Escape(Words(result))).Append("</td></tr>\n");
        }

        return html.Append("</table>").ToString();
    }

    private static string Words(KpiResult result) =>
        KpiText.Note(result) is { Length: > 0 } note ? $"{result.Definition.Text}. Note: {note}." : $"{result.Definition.Text}.";
}
