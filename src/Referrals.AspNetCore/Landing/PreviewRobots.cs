using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Referrals.AspNetCore.Landing;

/// <summary>Tells people from robots that look at a link, and from browsers that load a page before anybody has asked for it.</summary>
internal static class PreviewRobots
{
    /// <summary>Parts of the names by which robots announce themselves: first those of messengers and networks, then the words that robots share.</summary>
    private static readonly string[] Names =
    [
        "facebookexternalhit", "WhatsApp", "Slack-ImgProxy", "SkypeUriPreview", "Google-InspectionTool", "LINE-spider", "Viber/", "Iframely",
        "Embedly", "vkShare", "bot", "crawler", "spider", "preview", "curl/", "Wget/", "python-requests", "Go-http-client",
    ];

    /// <summary>Whether nobody is behind a request: a robot, or a request for the head only.</summary>
    internal static bool IsRobot(HttpRequest request)
    {
        if (HttpMethods.IsHead(request.Method))
        {
            return true;
        }

        // The phones of one maker have "bot" in their name.
        var agent = request.Headers.UserAgent.ToString().Replace("cubot", string.Empty, StringComparison.OrdinalIgnoreCase);
        return agent.Length == 0 || Names.Any(name => agent.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a browser only prepares for a click that may never come.</summary>
    internal static bool IsPrefetch(HttpRequest request) =>
        Says(request, "Sec-Purpose", "prefetch") || Says(request, "Sec-Purpose", "prerender") || Says(request, "Purpose", "prefetch")
        || Says(request, "X-Purpose", "preview") || Says(request, "X-Moz", "prefetch");

    /// <summary>The headers by which the answers of the landing differ, for caches between.</summary>
    internal static string Vary { get; } = string.Join(", ", HeaderNames.UserAgent, "Sec-Purpose", "Purpose");

    private static bool Says(HttpRequest request, string header, string word) =>
        request.Headers[header].ToString().Contains(word, StringComparison.OrdinalIgnoreCase);
}
