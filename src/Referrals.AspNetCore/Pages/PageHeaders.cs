using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Referrals.AspNetCore.Pages;

/// <summary>The headers of what this package answers with.</summary>
internal static class PageHeaders
{
    /// <summary>Nothing from anywhere but this application's own files: no inline script or style, no frame, no plug-in.</summary>
    internal const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'";

    /// <summary>The headers of every page: kept by nobody, found by no search engine, put into no frame.</summary>
    internal static void Page(HttpResponse response)
    {
        Private(response);
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers.XFrameOptions = "DENY";
    }

    /// <summary>The headers of what belongs to one person: no cache keeps it.</summary>
    internal static void Private(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>The headers of a redirect from a link: a kept one would make clicks vanish.</summary>
    internal static void Landing(HttpResponse response)
    {
        Private(response);
        response.Headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers[HeaderNames.Vary] = Referrals.AspNetCore.Landing.PreviewRobots.Vary;
    }

    internal static async Task WriteAsync(HttpContext context, Html html, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(html.ToString(), context.RequestAborted).ConfigureAwait(false);
    }
}
