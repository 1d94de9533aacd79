using System.Globalization;
using System.Text;

namespace Referrals.Kpis.Reports.Pages.Charts;

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
