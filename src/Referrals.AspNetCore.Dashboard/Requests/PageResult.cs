using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http.HttpResults;
using Referrals.AspNetCore.Dashboard.Pages;

namespace Referrals.AspNetCore.Dashboard.Requests;

/// <summary>A whole page as the answer to a request.</summary>
internal static class PageResult
{
    /// <summary>Nothing from anywhere but this application's own files: no inline script or style, no frame, no plug-in.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'";

    /// <param name="request">The request.</param>
    /// <param name="title">The key of the page's title.</param>
    /// <param name="place">The path of the entry of the menu that the page belongs to; <c>null</c> for none.</param>
    /// <param name="content">What stands in the page, from its <c>h1</c> on.</param>
    /// <param name="status">The status of the answer.</param>
    internal static IResult Of(
        DashboardRequest request, string title, string? place, RenderFragment content, int status = StatusCodes.Status200OK) =>
        new RazorComponentResult<Whole>(new Dictionary<string, object?> { [nameof(Whole.Content)] = Frame.Of(request, request.Texts[title], place, content) })
        {
            StatusCode = status,
            ContentType = "text/html; charset=utf-8",
            PreventStreamingRendering = true,
        };

    internal static void SetHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["X-Robots-Tag"] = "noindex";
    }

    /// <summary>After a form was decided: the page again, so that a reload sends nothing twice.</summary>
    internal static IResult SeeOther(DashboardRequest request, string path)
    {
        request.Context.Response.Headers.Location = request.Link(path);
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>The root that Razor renders: a fragment and nothing around it.</summary>
    private sealed class Whole : ComponentBase
    {
        [Parameter]
        public RenderFragment? Content { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Content);
    }
}
