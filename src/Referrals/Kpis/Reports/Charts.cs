using System.Globalization;
using System.Text;

namespace Referrals.Kpis;

/// <summary>Writes an inline SVG; its colours are classes of <see cref="PageStyle"/>.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();

    internal Svg(double width, double height, string label) => _ = _text
        .Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" ")
        .Append(CultureInfo.InvariantCulture, $"aria-label=\"{PageText.Escape(label)}\">\n");

    internal Svg Rect(double x, double y, double width, double height, string kind, string? hint = null, double opacity = 1)
    {
        _ = _text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" ")
            .Append(CultureInfo.InvariantCulture, $"height=\"{N(Math.Max(0, height))}\" class=\"{kind}\"");
        if (opacity < 1)
        {
            _ = _text.Append(CultureInfo.InvariantCulture, $" fill-opacity=\"{opacity:0.###}\"");
        }

        return Close("rect", hint);
    }

    internal Svg Circle(double x, double y, double radius, string kind, string? hint = null)
    {
        _ = _text.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" class=\"{kind}\"");
        return Close("circle", hint);
    }

    internal Svg Line(double x1, double y1, double x2, double y2, string kind)
    {
        _ = _text.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" ")
            .Append(CultureInfo.InvariantCulture, $"x2=\"{N(x2)}\" y2=\"{N(y2)}\" class=\"{kind}\"");
        return Close("line", null);
    }

    internal Svg Text(double x, double y, string text, string kind)
    {
        _ = _text.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(y)}\" class=\"{kind}\">")
            .Append(PageText.Escape(text)).Append("</text>\n");
        return this;
    }

    public override string ToString() => _text + "</svg>";

    private static string N(double value) => PageText.Coordinate(value);

    private Svg Close(string element, string? hint)
    {
        _ = hint is null
            ? _text.Append("/>\n")
            : _text.Append("><title>").Append(PageText.Escape(hint)).Append("</title></").Append(element).Append(">\n");
        return this;
    }
}

/// <summary>A vertical axis from zero to a round number.</summary>
internal sealed class Scale
{
    private const int Lines = 4;

    private Scale(double step) => Step = step;

    internal double Step { get; }

    internal double Top => Step * Lines;

    /// <summary>The smallest axis with four equal steps of 1, 2, 2.5 or 5 times a power of ten.</summary>
    internal static Scale UpTo(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value / Lines)));
        double[] steps = [1, 2, 2.5, 5, 10];
        return new Scale(steps.First(s => s * power * Lines >= value * (1 - 1e-9)) * power);
    }

    /// <summary>About a dozen labels fit below a chart.</summary>
    internal static bool ShowsLabel(int index, int count) => index % ((count + 12) / 13) == 0;

    internal void DrawGrid(Svg svg, double left, double right, Func<double, double> y, Func<decimal, string> format)
    {
        for (var i = 0; i <= Lines; i++)
        {
            _ = svg.Line(left, y(i * Step), right, y(i * Step), "axis")
                .Text(left - 6, y(i * Step) + 4, format((decimal)(i * Step)), "soft small end");
        }
    }
}

/// <summary>Sign-ups by month in columns, referred ones in the accent colour.</summary>
internal static class ColumnsChart
{
    private const double Width = 540, Height = 250, Left = 36, Top = 26, Bottom = 24;

    internal static string Draw(
        IReadOnlyList<string> labels, IReadOnlyList<(long Referred, long Others)> months, string title = "New customers by month")
    {
        var scale = Scale.UpTo(Math.Max(1, months.Max(m => m.Referred + m.Others)));
        var svg = new Svg(Width, Height, title);
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
