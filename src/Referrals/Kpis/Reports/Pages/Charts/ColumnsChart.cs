namespace Referrals.Kpis.Reports.Pages.Charts;

/// <summary>Sign-ups by month in columns, referred ones in the accent colour.</summary>
internal static class ColumnsChart
{
    private const double Width = 540, Height = 250, Left = 36, Top = 26, Bottom = 24;

    internal static string Draw(IReadOnlyList<string> labels, IReadOnlyList<(long Referred, long Others)> months)
    {
        var scale = Scale.UpTo(Math.Max(1, months.Max(m => m.Referred + m.Others)));
        var svg = new Svg(Width, Height, "New customers by month");
        _ = svg.Rect(Left, 2, 10, 10, "bar").Text(Left + 15, 11, "by referral", "soft small")
            .Rect(Left + 90, 2, 10, 10, "rest").Text(Left + 105, 11, "other channels", "soft small");
        scale.DrawGrid(svg, Left, Width, Y, PageText.Count);
        var step = (Width - Left) / months.Count;
        for (var i = 0; i < months.Count; i++)
        {
            var (referred, others) = months[i];
            var x = Left + (i * step) + (step * 0.16);
            var hint = $"{labels[i]}: {PageText.Count(referred)} by referral, {PageText.Count(others)} others";
            _ = svg.Rect(x, Y(referred + others), step * 0.68, Y(referred) - Y(referred + others), "rest", hint)
                .Rect(x, Y(referred), step * 0.68, Y(0) - Y(referred), "bar", hint);
            if (Scale.ShowsLabel(i, months.Count))
            {
                _ = svg.Text(x + (step * 0.34), Height - 6, labels[i], "soft small mid");
            }
        }

        return svg.ToString();

        double Y(double value) => Height - Bottom - (value / scale.Top * (Height - Top - Bottom));
    }
}
