using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Referrals.Kpis;

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

/// <summary>KPIs as JSON for machines.</summary>
internal static class KpiJson
{
    internal static string Write(KpiReport report)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            WriteTo(writer, report);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal static void WriteTo(Utf8JsonWriter writer, KpiReport report)
    {
        writer.WriteStartObject();
        foreach (var result in report.Results)
        {
            writer.WritePropertyName(result.Name);
            Write(writer, result);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, KpiResult result)
    {
        writer.WriteStartObject();
        Number(writer, "value", result.Value);
        Number(writer, "numerator", result.Numerator);
        Number(writer, "denominator", result.Denominator);
        writer.WriteString("unit", KpiText.Unit(result));
        Number(writer, "n", result.Observations);
        if (result.Interval is { } interval)
        {
            writer.WriteStartObject("interval95");
            writer.WriteNumber("low", interval.Low);
            writer.WriteNumber("high", interval.High);
            writer.WriteEndObject();
        }

        writer.WriteBoolean("tooFew", result.TooFew);
        if (result.Reason is { } reason)
        {
            writer.WriteString("undefined", reason);
        }

        writer.WriteString("basis", result.Definition.Basis == KpiBasis.Cohort ? "cohort" : "period");
        writer.WriteString("definition", result.Definition.Text);
        writer.WriteEndObject();
    }

    /// <summary>The shortest digits that give the same double: what other programs read back.</summary>
    private static void Number(Utf8JsonWriter writer, string name, decimal? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, (double)number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}

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

    /// <summary>An application's own names are quoted, and a formula's first character is taken its power.</summary>
    private static string Safe(string name)
    {
        var text = name[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + name : name;
        return text.AsSpan().ContainsAny(",\"\n\r") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
    }
}

/// <summary>Columns of text, aligned: the first and the last to the left, the others to the right.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    internal TextTable(params string[] headings) => _rows.Add(headings);

    internal void Add(params string[] row) => _rows.Add(row);

    public override string ToString()
    {
        var columns = _rows[0].Length;
        var widths = Enumerable.Range(0, columns).Select(c => _rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < _rows.Count; i++)
        {
            Line(text, _rows[i], widths);
            if (i == 0)
            {
                Line(text, [.. widths.Select(w => new string('-', w))], widths);
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string[] row, int[] widths)
    {
        var line = new StringBuilder();
        for (var c = 0; c < row.Length; c++)
        {
            var left = c == 0 || c == row.Length - 1;
            _ = line.Append(c == 0 ? string.Empty : Gap).Append(left ? row[c].PadRight(widths[c]) : row[c].PadLeft(widths[c]));
        }

        _ = text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
