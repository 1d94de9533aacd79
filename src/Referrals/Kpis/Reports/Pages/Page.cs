using System.Globalization;
using System.Text;

namespace Referrals.Kpis.Reports.Pages;

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
