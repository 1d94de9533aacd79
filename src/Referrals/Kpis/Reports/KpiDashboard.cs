using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Kpis;

/// <summary>A report as one HTML file: key figures, funnel, K over time, cohorts, leaderboard, breakdowns, every definition.</summary>
/// <remarks>
/// The charts are inline SVG. The file loads nothing and runs no script, so it can be mailed and archived; it follows the
/// reader's light or dark theme and prints well.
/// </remarks>
public static class KpiDashboard
{
    private const int Leaders = 10;
    private const int HorizonDays = 30;

    /// <summary>The report of a number of months.</summary>
    /// <param name="table">The journal in columns, of one program.</param>
    /// <param name="firstMonth">Any date in the first month.</param>
    /// <param name="months">How many months, 1 to 36.</param>
    /// <param name="zone">Whose midnights are the borders.</param>
    /// <param name="title">The heading, such as the program's name.</param>
    /// <param name="nameOf">How to write a referrer on the leaderboard; the id if it is not given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="months"/> is outside its limits.</exception>
    public static string ToHtml(
        FactTable table, LocalDate firstMonth, int months, DateTimeZone zone, string title, Func<CustomerId, string>? nameOf = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, 36);
        var periods = KpiPeriods.Months(firstMonth, months, zone);
        var window = KpiWindow.Of(periods[0].From, periods[^1].To);
        var report = KpiReport.Of(table.Totals(window));
        var labels = periods.Select(p => PageText.Month(p.From.InZone(zone).Date)).ToList();
        var leaders = Leaderboard.Of(table, window, LeaderboardMetric.ReferredPurchasers).Entries.Take(Leaders).ToList();
        var viral = ViralCohort.Of(table, periods, Duration.FromDays(HorizonDays), window.To);
        return new Page(title, $"{labels[0]} to {labels[^1]}, months of {zone.Id}, money in {table.Unit}")
            .Tiles(KeyFigures.Of(report))
            .Section("From share to purchase", "All shares and clicks of the window, and its referred sign-ups.", FunnelChart.Draw(report.Totals))
            .Section(
                "New customers by month",
                "Sign-ups, those by referral at the bottom.",
                ColumnsChart.Draw(labels, [.. table.Totals(periods).Select(t => (t.Referred.Customers, t.Nonreferred.Customers))]))
            .Section(
                "K by cohort",
                $"Customers brought within {HorizonDays} days of one's own sign-up, per sign-up. Hollow: not everybody had the {HorizonDays} days yet.",
                LineChart.Draw(labels, [.. viral.Select(v => (v.K, v.IsMature))]))
            .Section(
                "Who keeps buying",
                "Of the customers who signed up in a month, those with a sale so many calendar months later.",
                HeatMap.Draw(labels, RetentionTable.ByPeriod(table, periods).Cohorts))
            .Section(
                "Best referrers",
                "By referred customers who purchased; equal scores share a rank.",
                LeadersChart.Draw([.. leaders.Select(e => (e.Rank, nameOf?.Invoke(e.Customer) ?? e.Customer.Value, e.Score))]))
            .Section("By segment", "Customers by the segment of their sign-up.", Breakdown.Segments(table, window))
            .Wide("By channel", "Customers by how they were acquired, against what the channel cost.", Breakdown.Channels(table, window))
            .Wide("Every number, and what it means", "Windows are half-open; ratios without a denominator have no value.", KpiList.Draw(report))
            .ToString();
    }
}

/// <summary>Puts the parts of a report into one HTML file.</summary>
internal sealed class Page
{
    private readonly StringBuilder _body = new();
    private readonly string _title;
    private readonly string _subtitle;
    private string _tiles = string.Empty;

    internal Page(string title, string subtitle)
    {
        _title = PageText.Escape(title);
        _subtitle = PageText.Escape(subtitle);
    }

    internal Page Tiles(IEnumerable<(string Name, string Value, string Note)> tiles)
    {
        _tiles = string.Concat(tiles.Select(t => string.Create(
            CultureInfo.InvariantCulture,
            $"<div class=\"tile\"><span>{PageText.Escape(t.Name)}</span><b>{PageText.Escape(t.Value)}</b><span>{PageText.Escape(t.Note)}</span></div>\n")));
        return this;
    }

    internal Page Section(string heading, string text, string content) => Add("half", heading, text, content);

    internal Page Wide(string heading, string text, string content) => Add("wide", heading, text, content);

    public override string ToString() => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{_title}</title>
        <style>
        {PageStyle.Css}
        </style>
        </head>
        <body>
        <main>
        <header><h1>{_title}</h1><p>{_subtitle}</p></header>
        <div class="tiles">
        {_tiles}</div>
        <div class="grid">
        {_body}</div>
        </main>
        </body>
        </html>

        """;

    private Page Add(string kind, string heading, string text, string content)
    {
        _ = _body.Append(CultureInfo.InvariantCulture, $"<section class=\"{kind}\"><h2>{PageText.Escape(heading)}</h2>")
            .Append(CultureInfo.InvariantCulture, $"<p>{PageText.Escape(text)}</p>\n{content}</section>\n");
        return this;
    }
}

/// <summary>The style sheet: two themes, one accent.</summary>
internal static class PageStyle
{
    internal const string Css = """
        :root { color-scheme: light dark; --paper: #f6f7f9; --card: #fff; --ink: #1c2430; --soft: #667085; --line: #e4e7ec;
          --accent: #3056d3; --accent-soft: #e3e9fb; --rest: #c3cad6; --on-accent: #fff; }
        @media (prefers-color-scheme: dark) { :root { --paper: #11151c; --card: #1a202b; --ink: #e7ebf2; --soft: #98a2b3;
          --line: #2c3442; --accent: #7c9cff; --accent-soft: #25304b; --rest: #465063; --on-accent: #10141b; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 1180px; margin: 0 auto; padding: 32px 24px 48px; }
        h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -.01em; }
        h2 { font-size: 17px; margin: 0; }
        p { margin: 2px 0 14px; color: var(--soft); font-size: 13px; }
        header p { font-size: 14px; margin-bottom: 22px; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 14px; margin-bottom: 18px; }
        .tile, section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; }
        .tile b { display: block; font-size: 25px; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; }
        .tile span { color: var(--soft); font-size: 13px; display: block; }
        .grid { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 18px; }
        section { overflow-x: auto; } .wide { grid-column: 1 / -1; }
        @media (max-width: 820px) { .grid { grid-template-columns: minmax(0, 1fr); } }
        svg { width: 100%; height: auto; display: block; }
        svg text { font: 12px system-ui, "Segoe UI", Roboto, sans-serif; fill: var(--ink); font-variant-numeric: tabular-nums; }
        svg .soft { fill: var(--soft); } svg .end { text-anchor: end; } svg .mid { text-anchor: middle; }
        svg .strong { font-weight: 650; } svg .small { font-size: 10.5px; } svg .on { fill: var(--on-accent); }
        .bar { fill: var(--accent); } .rest { fill: var(--rest); } .cell { fill: var(--accent); } .none { fill: var(--line); }
        .axis { stroke: var(--line); stroke-width: 1; } .trend { stroke: var(--accent); stroke-width: 2; }
        .open { fill: var(--card); stroke: var(--accent); stroke-width: 2; } .fade { stroke-dasharray: 4 4; }
        table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
        th, td { padding: 6px 0 6px 14px; white-space: nowrap; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--soft); font-weight: 500; } th:first-child, td:first-child, td.left, th.left { text-align: left; }
        th:first-child, td:first-child { padding-left: 0; }
        td.left { color: var(--soft); min-width: 300px; white-space: normal; } code { font-size: 12px; }
        tr:last-child td { border-bottom: 0; }
        @media (max-width: 560px) { main { padding: 20px 12px 32px; } svg { min-width: 360px; } h1 { font-size: 23px; }
          .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; } .tile { padding: 12px; } .tile b { font-size: 18px; }
          .kpis tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 8px 0; border-bottom: 1px solid var(--line); }
          .kpis th, .kpis td:empty { display: none; } .kpis td { border: 0; padding: 1px 0; white-space: normal; overflow-wrap: anywhere; }
          .kpis td:nth-child(2) { font-weight: 650; } .kpis td:nth-child(3) { text-align: left; } .kpis td:nth-child(4) { grid-column: 2; }
          .kpis td:nth-child(3)::before { content: "95 %: "; } .kpis td:nth-child(4)::before { content: "n = "; }
          .kpis td.left { grid-column: 1 / -1; min-width: 0; } }
        @media print { body { background: #fff; } section, .tile { break-inside: avoid; } }
        """;
}

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

/// <summary>A plain table, the first column to the left.</summary>
internal static class HtmlTable
{
    internal static string Draw(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) =>
        "<table><tr>" + string.Concat(headings.Select(h => $"<th>{PageText.Escape(h)}</th>")) + "</tr>\n"
        + string.Concat(rows.Select(r => "<tr>" + string.Concat(r.Select(c => $"<td>{PageText.Escape(c)}</td>")) + "</tr>\n"))
        + "</table>";
}

/// <summary>The eight numbers that a reader looks for first.</summary>
internal static class KeyFigures
{
    internal static IEnumerable<(string Name, string Value, string Note)> Of(KpiReport report)
    {
        yield return Tile("New customers", report["new_customers"], $"{PageText.Count(report.Totals.Referred.Customers)} by referral");
        yield return Tile("Came by referral", report["referral_share_of_new_signups"]);
        yield return Tile("Referred who purchased", report["referral_conversion_rate_signup_to_first_purchase"]);
        yield return Tile("Customers who shared", report["participation_rate"]);
        yield return Tile(
            "Cost per referred purchaser", report["CAC_referral_per_purchaser"], $"paid: {report["CAC_paid_per_purchaser"].ValueText}");
        yield return Tile("Program cost", report["referral_program_cost"], $"margin {report["referred_cohort_margin_net"].ValueText}");
        yield return Tile("Return on program cost", report["ROI_referral_margin_basis"], "margin basis: (margin - cost) / cost");
        yield return Tile("Net promoter score", report["nps"], $"{PageText.Count(report.Totals.Answers)} answers");
    }

    private static (string Name, string Value, string Note) Tile(string name, KpiResult result, string? note = null)
    {
        var interval = result.Interval is { } i ? $"95 %: {result.Text((decimal)i.Low)} to {result.Text((decimal)i.High)}" : string.Empty;
        var reason = result.Reason ?? (result.TooFew ? $"only {result.Observations} observations" : null);
        return (name, result.Value is null ? "–" : result.ValueText, reason ?? note ?? interval);
    }
}

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

/// <summary>Key figures by group, as tables.</summary>
internal static class Breakdown
{
    internal static string Segments(FactTable table, KpiWindow window) => HtmlTable.Draw(
        ["segment", "new", "by referral", "of them purchased", "margin each", "shared"],
        table.Groups([window], KpiGrouping.BySegment).Where(g => g.Totals[0].EligibleCustomers > 0).Select(g => (string[])
        [
            Name(g.Key[0]),
            Text(g, "new_customers"),
            Text(g, "referral_share_of_new_signups"),
            Text(g, "referral_conversion_rate_signup_to_first_purchase"),
            Text(g, "historic_margin_per_customer_referred"),
            Text(g, "participation_rate"),
        ]));

    internal static string Channels(FactTable table, KpiWindow window)
    {
        var totals = table.Totals(window);
        var channels = totals.Cohorts.Keys.Union(totals.CostsMinor.Keys).Order(StringComparer.Ordinal);
        return HtmlTable.Draw(
            ["channel", "new customers", "purchasers", "purchased", "cost", "cost per purchaser", "net margin"],
            channels.Select(name => Row(totals, name)));
    }

    private static string[] Row(KpiTotals totals, string name)
    {
        var cohort = totals.Cohorts.GetValueOrDefault(name);
        var cost = totals.CostsMinor.GetValueOrDefault(name);
        var perPurchaser = Channel.TryFrom(name, out var channel) ? KpiCatalogue.CacOf(channel).Of(totals) : null;
        return
        [
            Name(name),
            PageText.Count(cohort.Customers),
            PageText.Count(cohort.Purchasers),
            PageText.Percent(cohort.Customers == 0 ? null : (decimal)cohort.Purchasers / cohort.Customers),
            Money(totals, cost),
            perPurchaser is { Value: not null } ? perPurchaser.ValueText : "–",
            Money(totals, cohort.MarginMinor),
        ];
    }

    private static string Money(KpiTotals totals, long minorUnits) =>
        totals.Whole(minorUnits).ToString("N" + totals.Unit.Digits, CultureInfo.InvariantCulture) + " " + totals.Unit;

    private static string Name(string name) => name.Length == 0 ? "(unknown)" : name;

    private static string Text(KpiGroup group, string kpi) =>
        KpiCatalogue.Find(kpi)?.Of(group.Totals[0]) is { Value: not null } result ? result.ValueText : "–";
}
