using System.Text;
using System.Text.Json;

namespace Referrals.Kpis.Reports;

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
