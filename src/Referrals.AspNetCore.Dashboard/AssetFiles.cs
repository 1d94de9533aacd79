using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Referrals.AspNetCore.Pages;

namespace Referrals.AspNetCore.Dashboard;

/// <summary>The style sheet and the script of the dashboard.</summary>
internal static class AssetFiles
{
    internal const string Style = "dashboard.css", Script = "dashboard.js";

    private static readonly FrozenDictionary<string, EmbeddedAsset> All = new EmbeddedAsset[]
    {
        new(Style, "text/css; charset=utf-8"),
        new(Script, "text/javascript; charset=utf-8"),
    }.ToFrozenDictionary(static asset => asset.Name, StringComparer.Ordinal);

    /// <summary>The address of a file, below the prefix.</summary>
    internal static string PathOf(string name) => $"/assets/{All[name].Hash}/{name}";

    internal static void Map(RouteGroupBuilder group) =>
        group.MapMethods("/assets/{hash}/{name}", [HttpMethods.Get, HttpMethods.Head], HandleAsync).ExcludeFromDescription();

    private static Task HandleAsync(HttpContext context)
    {
        if (All.TryGetValue((string)context.Request.RouteValues["name"]!, out var asset))
        {
            return asset.SendAsync(context, (string?)context.Request.RouteValues["hash"], keptBy: "private");
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
