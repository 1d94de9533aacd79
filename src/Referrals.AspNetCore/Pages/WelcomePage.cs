using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Referrals.AspNetCore.Visitors;

namespace Referrals.AspNetCore.Pages;

/// <summary>The page to which links lead where the host has none of its own: the offer, the code, the way to sign up; or a field for a code.</summary>
internal static class WelcomePage
{
    internal const string Path = "/welcome";

    internal static Task HandleAsync(HttpContext context, WebSite site)
    {
        PageHeaders.Page(context.Response);
        return PageHeaders.WriteAsync(context, Write(context, site, Path, fault: null, typed: null));
    }

    /// <param name="context">The request.</param>
    /// <param name="site">The site.</param>
    /// <param name="path">The path of the request below the prefix.</param>
    /// <param name="fault">What is wrong with the code that was typed, as a text of the page; <c>null</c> for nothing.</param>
    /// <param name="typed">What was typed.</param>
    internal static Html Write(HttpContext context, WebSite site, string path, Func<PageTexts, string>? fault, string? typed)
    {
        var page = new Page(site, context, path);
        var texts = page.Texts;
        var remembered = context.RequestServices.GetRequiredService<VisitorCookie>().Read(context);
        var kept = remembered is not null && remembered.Program == site.Id ? WebSite.CodeOf(page.Program, remembered.Code) : null;
        var code = kept ?? WebSite.CodeOf(page.Program, context.Request.Query[ReferralsWebOptions.CodeParameter]);
        var title = Title(page);
        var html = new Html().Add($"""<header class="referrals-hero">""").AddIf(
            code is not null && fault is null, $"""<p class="referrals-invited">{texts.WelcomeInvited}</p>""").Add($"<h1>{title}</h1>{Lead(page)}");
        if (code is { } known && fault is null)
        {
            var shown = page.Program.Codes.Format(known);
            _ = html.Add($"""<p class="referrals-code"><span>{texts.YourFriendsCode}</span> <code>{shown}</code></p>""");
        }

        if (site.Options.SignUpPath is { } signUp)
        {
            // A code that no cookie keeps goes on in the URL.
            var target = page.HostPath(code is { } carried && kept is null ? WebSite.WithCode(signUp, carried) : signUp);
            _ = html.Add($"""<p><a class="referrals-button" href="{target}">{texts.SignUp}</a></p>""");
        }

        _ = html.Add($"</header>\n");
        if (code is null || fault is not null)
        {
            _ = html.Add($"{CodeForm(page, fault, typed)}");
        }

        return page.Document(title, html.Add($"{page.Terms(Side.Referee)}"));
    }

    /// <summary>What stands below the title: what there is to get, or why there is nothing now.</summary>
    internal static Html Lead(Page page) => page.Closed(Side.Referee) is { } closed
        ? Html.Of($"<p class=\"referrals-notice\" role=\"status\">{closed}</p>\n") : page.Lead(Side.Referee);

    /// <summary>Names the reward, unless nobody would get it now.</summary>
    internal static string Title(Page page) =>
        page.Closed(Side.Referee) is null && page.Reward(Side.Referee) is { } reward
            ? PageTexts.Fill(page.Texts.WelcomeReward, reward, page.ProductName)
            : PageTexts.Fill(page.Texts.Welcome, page.ProductName);

    private static Html CodeForm(Page page, Func<PageTexts, string>? fault, string? typed)
    {
        var texts = page.Texts;
        var error = fault is null ? null : Html.Of($"<p id=\"code-error\" class=\"referrals-error\" role=\"alert\">{fault(texts)}</p>\n");
        var state = fault is null
            ? Html.Of($" aria-describedby=\"code-hint\"")
            : Html.Of($" aria-invalid=\"true\" aria-describedby=\"code-error code-hint\" autofocus");
        return Html.Of(
            $"""
            <form method="post" action="{page.Base}{Landing.CodeEntry.Path}" class="referrals-form referrals-panel">
            <h2>{texts.HaveCode}</h2>
            {error}{page.Antiforgery()}
            <label for="code">{texts.CodeLabel}</label>
            <input id="code" name="code" value="{typed}" required maxlength="64" autocapitalize="characters" autocomplete="off" spellcheck="false"{state}>
            <p id="code-hint" class="referrals-hint">{texts.CodeHint}</p>
            <button class="referrals-button">{texts.CodeApply}</button>
            </form>

            """);
    }
}
