using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Referrals.AspNetCore.Dashboard;

/// <summary>The style sheet and the script, embedded in the assembly. Their address changes with their content, so they may be kept for ever.</summary>
internal static class AssetFiles
{
    internal const string Style = "dashboard.css", Script = "dashboard.js";

    private static readonly FrozenDictionary<string, Asset> All = new[]
    {
        Read(Style, "text/css; charset=utf-8"),
        Read(Script, "text/javascript; charset=utf-8"),
    }.ToFrozenDictionary(static asset => asset.Name, StringComparer.Ordinal);

    /// <summary>The address of a file, below the prefix.</summary>
    internal static string PathOf(string name) => $"/assets/{All[name].Hash}/{name}";

    internal static void Map(RouteGroupBuilder group) =>
        group.MapMethods("/assets/{hash}/{name}", [HttpMethods.Get, HttpMethods.Head], HandleAsync).ExcludeFromDescription();

    private static async Task HandleAsync(HttpContext context)
    {
        if (!All.TryGetValue((string)context.Request.RouteValues["name"]!, out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var isCurrent = (string)context.Request.RouteValues["hash"]! == asset.Hash;
        context.Response.Headers.CacheControl = isCurrent ? "private, max-age=31536000, immutable" : "no-cache";
        context.Response.Headers.ETag = $"\"{asset.Hash}\"";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch == $"\"{asset.Hash}\"")
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = asset.Content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(asset.Content, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static Asset Read(string name, string contentType)
    {
        using var stream = typeof(AssetFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new Asset(name, contentType, content, Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8)));
    }

    private sealed record Asset(string Name, string ContentType, byte[] Content, string Hash);
}
