using System.Globalization;
using System.Text;

namespace Referrals.Kpis.Reports;

/// <summary>KPIs as CSV for spreadsheets.</summary>
internal static class KpiCsv
{
    internal static string Write(KpiReport report)
    {
        var csv = new StringBuilder("kpi,from,to,value,numerator,denominator,unit,n,low,high\n");
        foreach (var result in report.Results)
        {
            _ = csv.Append(Safe(result.Name)).Append(',')
                .Append(KpiWindow.Text(report.Window.From)).Append(',')
                .Append(KpiWindow.Text(report.Window.To)).Append(',')
                .Append(Number((double?)result.Value)).Append(',')
                .Append(Number((double?)result.Numerator)).Append(',')
                .Append(Number((double?)result.Denominator)).Append(',')
                .Append(KpiText.Unit(result)).Append(',')
                .Append(Number(result.Observations)).Append(',')
                .Append(Number(result.Interval?.Low)).Append(',')
                .Append(Number(result.Interval?.High)).Append('\n');
        }

        return csv.ToString();
    }

    private static string Number(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>A host's own names are quoted, and a formula's first character is taken its power.</summary>
    private static string Safe(string name)
    {
        var text = name[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + name : name;
        return text.AsSpan().ContainsAny(",\"\n\r") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
    }
}
