using System.Globalization;
using Referrals.Kpis.Catalogue;
using Referrals.Kpis.Columns;

namespace Referrals.Kpis.Reports.Pages;

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
