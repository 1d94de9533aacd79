using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Referrals.AspNetCore.Pages;

/// <summary>The style sheet and the script of the pages.</summary>
internal static class Assets
{
    internal const string Style = "referrals.css";
    internal const string Script = "referrals.js";

    private static readonly FrozenDictionary<string, EmbeddedAsset> All = new EmbeddedAsset[]
    {
        new(Style, "text/css; charset=utf-8"),
        new(Script, "text/javascript; charset=utf-8"),
    }.ToFrozenDictionary(static asset => asset.Name, StringComparer.Ordinal);

    /// <summary>The address of a file, below the prefix.</summary>
    internal static string PathOf(string name) => $"/assets/{name}?v={All[name].Hash}";

    internal static Task HandleAsync(HttpContext context)
    {
        if (All.TryGetValue((string)context.Request.RouteValues["name"]!, out var asset))
        {
            return asset.SendAsync(context, context.Request.Query["v"], keptBy: "public");
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
