using System.Security.Cryptography;
using Http = Microsoft.AspNetCore.Http;

namespace Referrals.AspNetCore.Pages;

/// <summary>
/// A file that is embedded in this assembly. Its address holds a hash of its content, so that it may be kept for ever. The dashboard compiles this
/// file as well, for its own assembly: the packages do not need each other.
/// </summary>
internal sealed class EmbeddedAsset
{
    private readonly string _contentType;
    private readonly byte[] _content;

    /// <param name="name">The name of the file and of the resource.</param>
    /// <param name="contentType">The media type.</param>
    internal EmbeddedAsset(string name, string contentType)
    {
        using var stream = typeof(EmbeddedAsset).Assembly.GetManifestResourceStream(name)!;
        _content = new byte[stream.Length];
        stream.ReadExactly(_content);
        (Name, _contentType) = (name, contentType);
        Hash = Convert.ToHexStringLower(SHA256.HashData(_content).AsSpan(0, 8));
    }

    internal string Name { get; }

    internal string Hash { get; }

    /// <param name="context">The request, by GET or HEAD.</param>
    /// <param name="hash">The hash that the request names.</param>
    /// <param name="keptBy">Who may keep the file, as in <c>Cache-Control</c>: <c>public</c>, or <c>private</c> for the browser alone.</param>
    internal async Task SendAsync(Http.HttpContext context, string? hash, string keptBy)
    {
        var tag = $"\"{Hash}\"";
        context.Response.Headers.CacheControl = hash == Hash ? $"{keptBy}, max-age=31536000, immutable" : "no-cache";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = Http.StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = _contentType;
        context.Response.ContentLength = _content.Length;
        if (!Http.HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(_content, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
