namespace Referrals.Kpis.Reports.Pages;

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
