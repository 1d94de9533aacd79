using Referrals.Kpis.Cohorts;

namespace Referrals.Kpis.Reports.Pages.Charts;

/// <summary>Retention by cohort and age: the deeper the colour, the more are still there.</summary>
internal static class HeatMap
{
    private const double Width = 540, Left = 84, Top = 22, Row = 20;

    internal static string Draw(IReadOnlyList<string> labels, IReadOnlyList<RetentionCohort> cohorts)
    {
        var step = (Width - Left) / cohorts.Count;
        var most = cohorts.SelectMany(c => c.Ages).Max(a => (double?)a.Retention) is > 0 and var highest ? highest : 1;
        var svg = new Svg(Width, Top + (cohorts.Count * Row) + 2, "Retention by month of sign-up and age in months");
        for (var age = 0; age < cohorts.Count; age++)
        {
            if (Scale.ShowsLabel(age, cohorts.Count))
            {
                _ = svg.Text(Left + ((age + 0.5) * step), 14, age == 0 ? "month 0" : $"{age}", "soft small mid");
            }
        }

        for (var c = 0; c < cohorts.Count; c++)
        {
            var y = Top + (c * Row);
            _ = svg.Text(0, y + 14, labels[c], "small").Text(Left - 8, y + 14, PageText.Count(cohorts[c].Customers), "soft small end");
            foreach (var cell in cohorts[c].Ages)
            {
                Cell(svg, Left + (cell.Age * step), y, step, labels[c], cell, most);
            }
        }

        return svg.ToString();
    }

    private static void Cell(Svg svg, double x, double y, double step, string label, RetentionCell cell, double most)
    {
        if (cell.Retention is not { } retention)
        {
            _ = svg.Rect(x + 1, y + 1, step - 2, Row - 2, "none", $"{label}: nobody signed up");
            return;
        }

        var depth = (double)retention / most;
        var hint = $"{label}, month {cell.Age}: {cell.Retained} of {cell.Customers}, {PageText.Percent(retention)}";
        _ = svg.Rect(x + 1, y + 1, step - 2, Row - 2, "cell", hint, 0.06 + (0.94 * depth));
        if (step >= 28)
        {
            _ = svg.Text(x + (step / 2), y + 14, PageText.Percent(retention, "0"), depth > 0.55 ? "small mid on" : "small mid");
        }
    }
}
