using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Explanations;

namespace Referrals.AspNetCore.Pages;

/// <summary>What every page of a request needs: its language, the prefix it is under, and the frame around its content.</summary>
internal sealed class Page
{
    private readonly HttpContext _context;
    private readonly ReferralEngine _engine;

    /// <param name="site">The site.</param>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">The path of the page below the prefix, such as <c>/me</c>.</param>
    internal Page(WebSite site, HttpContext context, string endpoint)
    {
        _context = context;
        _engine = site.Engine(context);
        Site = site;
        Base = WebSite.BaseOf(context, endpoint);
        var culture = site.Options.Culture(context);
        Texts = PageTexts.For(culture);
        Format = Texts.FormatOf(culture);
        Words = site.Options.Words?.Invoke(culture) ?? ReferralTexts.For(Format);
    }

    internal WebSite Site { get; }

    /// <summary>The program, in the version in force for the request's tenant.</summary>
    internal ReferralProgram Program => _engine.Program;

    internal string ProductName => Site.Options.ProductName ?? Program.Name;

    internal PageTexts Texts { get; }

    /// <summary>How numbers and dates are written.</summary>
    internal CultureInfo Format { get; }

    /// <summary>The prefix with the path base, without a slash at the end.</summary>
    internal string Base { get; }

    /// <summary>A path of the host's application, behind the path base.</summary>
    internal string HostPath(string path) => _context.Request.PathBase.ToUriComponent() + path;

    /// <summary>The words of the terms and of what did not count.</summary>
    internal ReferralTexts Words { get; }

    internal string Written(Amount amount) => AmountText.Of(amount, Format);

    internal string Written(LocalDate day) => DayText.Of(day, Format);

    /// <summary>What a side gets; <c>null</c> where it is not one amount that everybody gets.</summary>
    internal string? Reward(Side side) => RewardText.Of(Program, side, Format, Today);

    /// <summary>The day in the program's zone, on which what has ended or has not begun is not spoken of.</summary>
    internal LocalDate Today => _engine.Clock.GetCurrentInstant().InZone(Program.Zone).Date;

    /// <summary>Why nobody who signs up now counts, as a side reads it; <c>null</c> while the program is open.</summary>
    internal string? Closed(Side side)
    {
        var (program, now) = (Program, _engine.Clock.GetCurrentInstant());
        return program switch
        {
            { EndsAt: { } end } when end <= now => side == Side.Referrer ? Texts.Ended : Texts.OfferEnded,
            { IsPaused: true } => side == Side.Referrer ? Texts.Paused : Texts.OfferPaused,
            { StartsAt: { } start } when start > now => PageTexts.Fill(Texts.OfferBegins, Written(start.InZone(program.Zone).Date)),
            _ => null,
        };
    }

    /// <summary>Whether the program takes in nobody any more, for now or for good; one that has yet to begin lets people get ready.</summary>
    internal bool IsStopped => Program.IsPaused || Program.EndsAt <= _engine.Clock.GetCurrentInstant();

    /// <summary>The hidden field of a form; without it the form is refused.</summary>
    internal Html Antiforgery()
    {
        var tokens = _context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(_context);

        // Tokens lower Cache-Control to no-cache; these pages are kept by nobody.
        PageHeaders.Private(_context.Response);
        return Html.Of($"""<input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">""");
    }

    /// <summary>The document around a content that begins with its one <c>h1</c>.</summary>
    internal Html Document(string title, Html content, Html? head = null) => Html.Of(
        $"""
        <!doctype html>
        <html lang="{Texts.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title}</title>
        {head}<link rel="stylesheet" href="{Base}{Assets.PathOf(Assets.Style)}">
        {OwnStyle}<script src="{Base}{Assets.PathOf(Assets.Script)}" defer></script>
        </head>
        <body class="referrals-page">
        <a class="referrals-skip" href="#content">{Texts.Skip}</a>
        {Top}<main id="content" class="referrals">
        {content}</main>
        </body>
        </html>

        """);

    /// <summary>The way back to the application.</summary>
    private Html? Top => Site.Options.HomePath is { } home
        ? Html.Of($"""<header class="referrals-top"><a href="{HostPath(home)}">{ProductName}</a></header>""").Add($"\n") : null;

    private Html? OwnStyle => Site.Options.StyleSheet is { } sheet ? Html.Of($"""<link rel="stylesheet" href="{HostPath(sheet)}">""").Add($"\n") : null;

    /// <summary>The terms of a side in full, folded away.</summary>
    internal Html Terms(Side side)
    {
        var terms = ProgramTerms.Of(Program, side, Words, Today);
        var html = new Html();
        _ = html.Add($"""<details class="referrals-terms"><summary>{Texts.Terms}</summary><div{WordsLanguage}>""");
        foreach (var section in terms.Sections)
        {
            _ = html.Add($"<h3>{section.Heading}</h3>");
            var isList = false;
            foreach (var sentence in section.Sentences)
            {
                _ = html.AddIf(sentence.IsItem && !isList, $"<ul>").AddIf(!sentence.IsItem && isList, $"</ul>");
                isList = sentence.IsItem;
                _ = isList ? html.Add($"<li>{sentence.Text}</li>") : html.Add($"<p>{sentence.Text}</p>");
                TermsTables.Add(html, sentence.Table);
            }

            _ = html.AddIf(isList, $"</ul>");
        }

        return html.Add($"</div></details>\n");
    }

    /// <summary>What stands below a title: the short terms where they are in the page's language, else what can be said in it.</summary>
    internal Html Lead(Side side)
    {
        var text = IsOneLanguage ? ProgramTerms.Of(Program, side, Words, Today).ToString()
            : side == Side.Referee ? Texts.LeadReferee
            : Reward(Side.Referee) is { } friend && Reward(Side.Referrer) is { } own ? PageTexts.Fill(Texts.LeadReferrerBoth, friend, own)
            : Texts.LeadReferrer;
        return Html.Of($"<p class=\"referrals-offer\">{text}</p>\n");
    }

    /// <summary>Whether the terms are in the page's language, as they are unless the host's words are in one that the pages do not have.</summary>
    private bool IsOneLanguage => LanguageOfWords == Texts.Language;

    internal string LanguageOfWords => Words.Culture.Equals(CultureInfo.InvariantCulture) ? "en" : Words.Culture.TwoLetterISOLanguageName;

    /// <summary>The <c>lang</c> attribute of what is in the language of the words, where the page is in another.</summary>
    internal Html WordsLanguage => IsOneLanguage ? new Html() : Html.Of($" lang=\"{LanguageOfWords}\"");
}
