using System.Globalization;
using System.Text.Encodings.Web;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Kpis.Reports.Pages;

/// <summary>Numbers and texts as HTML wants them.</summary>
internal static class PageText
{
    private static readonly LocalDatePattern MonthPattern = LocalDatePattern.CreateWithInvariantCulture("MMM yy");

    internal static string Escape(string text) => HtmlEncoder.Default.Encode(text);

    internal static string Month(LocalDate date) => MonthPattern.Format(date);

    internal static string Count(decimal count) => count.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Percent(decimal? fraction, string digits = "0.0") =>
        fraction is { } value ? (value * 100).ToString(digits, CultureInfo.InvariantCulture) + " %" : "–";

    internal static string Decimal(decimal value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    internal static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
