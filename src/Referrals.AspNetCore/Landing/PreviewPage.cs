using Referrals.AspNetCore.Pages;

namespace Referrals.AspNetCore.Landing;

/// <summary>What robots of messengers, networks and search engines get for a link: the offer as Open Graph tags. Nobody is looked up for it.</summary>
internal static class PreviewPage
{
    internal static Html Write(Page page, string? codeText)
    {
        var (site, title) = (page.Site, WelcomePage.Title(page));
        var description = page.Closed(Side.Referee) ?? ProgramTerms.Of(page.Program, Side.Referee, on: page.Today).ToString();
        var head = new Html().Add(
            $"""
            <meta name="description" content="{description}">
            <meta property="og:type" content="website">
            <meta property="og:site_name" content="{page.ProductName}">
            <meta property="og:title" content="{title}">
            <meta property="og:description" content="{description}">
            <meta property="og:locale" content="{page.Format.Name.Replace('-', '_')}">
            <meta name="twitter:card" content="{(site.Options.PreviewImage is null ? "summary" : "summary_large_image")}">

            """);

        // The preview leads where the link does, so the code stays in its address.
        if (WebSite.CodeOf(page.Program, codeText) is { } code && page.Program.Links is { } links)
        {
            _ = head.Add($"""<meta property="og:url" content="{links.Build(code)}">""").Add($"\n");
        }

        if (site.Options.PreviewImage is { } image)
        {
            _ = head.Add(
                $"""
                <meta property="og:image" content="{image}">
                <meta property="og:image:alt" content="{title}">
                <meta name="twitter:image" content="{image}">

                """);
        }

        return page.Document(title, new Html().Add($"<h1>{title}</h1>\n{WelcomePage.Lead(page)}"), head);
    }
}
