namespace Referrals.Kpis.Reports.Pages.Charts;

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
