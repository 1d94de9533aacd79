namespace Referrals.Kpis.Reports.Pages.Charts;

/// <summary>The best referrers as bars.</summary>
internal static class LeadersChart
{
    private const double Width = 540, Left = 170, Row = 26;

    internal static string Draw(IReadOnlyList<(decimal Rank, string Name, decimal Score)> leaders)
    {
        if (leaders.Count == 0)
        {
            return "<p>No referred customer purchased in this window.</p>";
        }

        var svg = new Svg(Width, (leaders.Count * Row) + 2, "Best referrers");
        for (var i = 0; i < leaders.Count; i++)
        {
            var (rank, name, score) = leaders[i];
            var y = i * Row;
            var width = (Width - Left - 60) * (double)(score / leaders[0].Score);
            _ = svg.Text(22, y + 17, PageText.Count(rank), "soft end")
                .Text(34, y + 17, name.Length > 18 ? name[..17] + "…" : name, "name")
                .Rect(Left, y + 4, width, Row - 8, "bar", $"{name}: {PageText.Count(score)}")
                .Text(Left + width + 8, y + 17, PageText.Count(score), "strong");
        }

        return svg.ToString();
    }
}
