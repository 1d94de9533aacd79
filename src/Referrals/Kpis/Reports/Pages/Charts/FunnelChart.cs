namespace Referrals.Kpis.Reports.Pages.Charts;

/// <summary>Bars from shares to purchasers, with the ratio of each step.</summary>
internal static class FunnelChart
{
    private const double Width = 540, Left = 158, Bar = 34, Step = 62;

    internal static string Draw(KpiTotals totals)
    {
        (string Name, long Count, string Ratio)[] stages =
        [
            ("Shares", totals.Shares, Ratio(totals.Shares, totals.ActiveAdvocates, "per sharing customer")),
            ("Unique clicks", totals.UniqueClicks, Ratio(totals.UniqueClicks, totals.Shares, "per share")),
            ("Referred sign-ups", totals.Referred.Customers, Part(totals.Referred.Customers, totals.UniqueClicks, "of the clicks")),
            ("Purchasers", totals.Referred.Purchasers, Part(totals.Referred.Purchasers, totals.Referred.Customers, "of the sign-ups")),
        ];
        var most = Math.Max(1, stages.Max(s => s.Count));
        var svg = new Svg(Width, (stages.Length * Step) + 4, "Funnel from shares to purchasers");
        for (var i = 0; i < stages.Length; i++)
        {
            var (name, count, ratio) = stages[i];
            var y = i * Step;
            var width = (Width - Left - 64) * count / most;
            _ = svg.Text(0, y + 22, name, "strong")
                .Text(0, y + 38, ratio, "soft small")
                .Rect(Left, y + 4, width, Bar, "bar", $"{name}: {PageText.Count(count)}")
                .Text(Left + width + 8, y + 26, PageText.Count(count), "strong");
        }

        return svg.ToString();
    }

    private static string Ratio(long count, long of, string words) =>
        of == 0 ? string.Empty : $"{PageText.Decimal((decimal)count / of)} {words}";

    private static string Part(long count, long of, string words) =>
        of == 0 ? string.Empty : $"{PageText.Percent((decimal)count / of)} {words}";
}
