using System.Buffers;
using System.Globalization;

namespace Referrals.Attribution.Credits;

/// <summary>Fields as RFC 4180 writes them, numbers as they read back exactly.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    internal static string Field(string text) =>
        text.AsSpan().ContainsAny(Special) ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;

    internal static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
