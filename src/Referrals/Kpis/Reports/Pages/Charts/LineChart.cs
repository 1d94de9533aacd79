namespace Referrals.Kpis.Reports.Pages.Charts;

/// <summary>K by cohort as a line; hollow points are not mature, gaps have no value.</summary>
internal static class LineChart
{
    private const double Width = 540, Height = 250, Left = 36, Top = 14, Bottom = 24;

    internal static string Draw(IReadOnlyList<string> labels, IReadOnlyList<(decimal? K, bool Mature)> cohorts)
    {
        var scale = Scale.UpTo(Math.Max(0.04, (double)(cohorts.Max(c => c.K) ?? 0)));
        var svg = new Svg(Width, Height, "K by month of sign-up");
        scale.DrawGrid(svg, Left, Width, Y, PageText.Decimal);
        for (var i = 0; i < cohorts.Count; i++)
        {
            if (Scale.ShowsLabel(i, cohorts.Count))
            {
                _ = svg.Text(X(i), Height - 6, labels[i], "soft small mid");
            }

            if (i > 0 && cohorts[i - 1].K is { } before && cohorts[i].K is { } now)
            {
                _ = svg.Line(X(i - 1), Y((double)before), X(i), Y((double)now), cohorts[i].Mature ? "trend" : "trend fade");
            }
        }

        for (var i = 0; i < cohorts.Count; i++)
        {
            if (cohorts[i].K is { } k)
            {
                var note = cohorts[i].Mature ? string.Empty : ", not mature yet";
                _ = svg.Circle(X(i), Y((double)k), 4, cohorts[i].Mature ? "bar" : "open", $"{labels[i]}: K {PageText.Decimal(k)}{note}");
            }
        }

        return svg.ToString();

        double X(int index) => Left + ((index + 0.5) * (Width - Left) / cohorts.Count);

        double Y(double value) => Height - Bottom - (value / scale.Top * (Height - Top - Bottom));
    }
}
