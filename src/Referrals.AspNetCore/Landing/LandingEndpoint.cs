using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Referrals.AspNetCore.Pages;
using Referrals.AspNetCore.Visitors;

namespace Referrals.AspNetCore.Landing;

/// <summary>
/// Where links lead. Robots get a page to show; a browser that only prepares for a click gets nothing; people are counted, remembered and
/// sent on to a page of the host's list. Whatever the link says, they end there: with a code that is known, one that is not, or none.
/// </summary>
internal static class LandingEndpoint
{
    internal const string Path = "/r/";

    /// <summary>The parameters of campaigns and advertising networks that are kept with a click, for guards and reports.</summary>
    private static readonly string[] Sources = ["utm_source", "utm_campaign", "gclid", "fbclid", "msclkid"];

    internal static async Task HandleAsync(HttpContext context, WebSite site)
    {
        var codeText = context.Request.RouteValues["code"] as string;
        if (PreviewRobots.IsRobot(context.Request))
        {
            PageHeaders.Page(context.Response);
            context.Response.Headers.Vary = PreviewRobots.Vary;
            await PageHeaders.WriteAsync(context, PreviewPage.Write(new Page(site, context, Path), codeText)).ConfigureAwait(false);
            return;
        }

        PageHeaders.Landing(context.Response);
        if (PreviewRobots.IsPrefetch(context.Request))
        {
            // No content ends the preparation; the click, if it comes, asks again.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var services = context.RequestServices;
        var program = site.ProgramOf(context);
        var code = WebSite.CodeOf(program, codeText);
        var isKept = false;
        if (!services.GetRequiredService<AddressLimiter>().AllowsClick(context))
        {
            // Nobody is turned away, and nothing is looked up: the code goes on in the URL and counts if somebody signs up with it.
        }
        else
        {
            var cookie = services.GetRequiredService<VisitorCookie>();
            var visitor = cookie.Read(context)?.Visitor ?? cookie.Draw();
            var link = code is { } readable ? RequestLink.Of(context.Request, program, readable) : codeText;
            var touch = Described(Touch.Click(link, visitor), context.Request);
            var decision = await site.Engine(context).TouchAsync(touch, context.RequestAborted).ConfigureAwait(false);
            code = CodeEntry.CodeOf(decision);
            if (code is { } known && await site.Options.MayRemember(context).ConfigureAwait(false))
            {
                cookie.Write(context, visitor, site.Id, known);
                isKept = true;
            }
        }

        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = TargetOf(context, site, code is { } carried && !isKept ? carried : null);
    }

    /// <summary>A page of the host's list, or the welcome page; a code that no cookie keeps goes on in the URL.</summary>
    internal static string TargetOf(HttpContext context, WebSite site, Codes.ReferralCode? carried, string endpoint = Path)
    {
        var page = site.Options.Landing is { } pages
            ? pages.Resolve(context.Request.Query["ref_to"])
            : WebSite.BaseOf(context, endpoint) + WelcomePage.Path;
        return carried is { } code ? WebSite.WithCode(page, code) : page;
    }

    /// <summary>The touch with where it came from.</summary>
    private static Touch Described(Touch touch, HttpRequest request)
    {
        if (Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var referer) && referer.Host.Length > 0)
        {
            touch = touch.With("host", referer.Host);
        }

        return Sources.Aggregate(touch, (known, name) => known.With(name, request.Query[name].ToString()));
    }
}
