using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Referrals.AspNetCore.Landing;

/// <summary>The files by which telephones learn which applications open links, as Apple and Google describe them.</summary>
internal static class AppLinks
{
    internal const string Apple = "/.well-known/apple-app-site-association";
    internal const string Android = "/.well-known/assetlinks.json";
    private const int FingerprintBytes = 32;

    /// <exception cref="ReferralsException">No application is named, or something that was named is not valid.</exception>
    internal static IReadOnlyDictionary<string, byte[]> FilesOf(ReferralsWebOptions options, string pattern)
    {
        if (!pattern.StartsWith('/') || !pattern.EndsWith("/{code}", StringComparison.Ordinal))
        {
            throw new ReferralsException($"The pattern '{pattern}' is not the path of links; it begins with '/' and ends in '/{{code}}', such as /referrals/r/{{code}}.");
        }

        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (options.AppleApps.Count > 0)
        {
            files.Add(Apple, AppleFile(options.AppleApps, pattern[..^"{code}".Length] + "*"));
        }

        if (options.AndroidApps.Count > 0)
        {
            files.Add(Android, AndroidFile(options.AndroidApps));
        }

        return files.Count > 0 ? files : throw new ReferralsException(
            "MapReferralAppLinks tells telephones which applications open links, and none is named. "
            + "Name them in AddWeb: o.AppleApps.Add(\"A1B2C3D4E5.com.example.shop\"), o.AndroidApps[\"com.example.shop\"] = [\"14:6D:...\"].");
    }

    internal static async Task WriteAsync(HttpContext context, byte[] content)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = content.Length;
        context.Response.Headers.CacheControl = "public, max-age=3600";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static byte[] AppleFile(IEnumerable<string> apps, string path) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("applinks");
        json.WriteStartArray("details");
        json.WriteStartObject();
        json.WriteStartArray("appIDs");
        foreach (var app in apps)
        {
            json.WriteStringValue(IsAppleId(app) ? app : throw new ReferralsException(
                $"ReferralsWebOptions.AppleApps holds '{app}'; it has to be the team's id of ten letters and digits, a dot, and the bundle's id."));
        }

        json.WriteEndArray();
        json.WriteStartArray("components");
        json.WriteStartObject();
        json.WriteString("/", path);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static byte[] AndroidFile(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> apps) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var (package, fingerprints) in apps)
        {
            json.WriteStartObject();
            json.WriteStartArray("relation");
            json.WriteStringValue("delegate_permission/common.handle_all_urls");
            json.WriteEndArray();
            json.WriteStartObject("target");
            json.WriteString("namespace", "android_app");
            json.WriteString("package_name", package);
            json.WriteStartArray("sha256_cert_fingerprints");
            foreach (var fingerprint in fingerprints.Count > 0 ? fingerprints : [string.Empty])
            {
                json.WriteStringValue(IsFingerprint(fingerprint) ? fingerprint.ToUpperInvariant() : throw new ReferralsException(
                    $"ReferralsWebOptions.AndroidApps holds '{fingerprint}' for '{package}'; it has to be a SHA-256 fingerprint: {FingerprintBytes} bytes in "
                    + "hexadecimal with colons, as 'keytool -list -v' and the Play Console show it."));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static bool IsAppleId(string app) =>
        app.Length > 11 && app[10] == '.' && app[..10].All(char.IsAsciiLetterOrDigit)
        && app[11..].All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    private static bool IsFingerprint(string text) =>
        text.Split(':') is { Length: FingerprintBytes } bytes && Array.TrueForAll(bytes, static one => one.Length == 2 && one.All(char.IsAsciiHexDigit));

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
