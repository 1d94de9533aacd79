using System.Net;

namespace Referrals.Webhooks.Delivery;

/// <summary>
/// Which URLs an endpoint may have, as far as the text alone tells. Where the name leads is looked at with each connection.
/// </summary>
internal static class WebhookUrl
{
    internal static WebhookRefusal? Objection(string? text, WebhookOptions options)
    {
        if (string.IsNullOrEmpty(text) || text.Length > WebhookSettings.MaxUrlLength)
        {
            return new WebhookRefusal(
                WebhookRefusalCodes.Url,
                $"The URL has {text?.Length ?? 0} characters; write one of 1 to {WebhookSettings.MaxUrlLength}, such as https://example.com/webhooks.");
        }

        if (text.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\')
            || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not ("https" or "http")
            || url.Host.Length == 0
            || url.UserInfo.Length > 0
            || url.Fragment.Length > 0
            || text.Contains('#', StringComparison.Ordinal)
            || url.Port is < 1 or > 65_535)
        {
            return new WebhookRefusal(
                WebhookRefusalCodes.Url,
                $"{(text.Contains('@', StringComparison.Ordinal) ? "What was entered" : $"'{WebhookSettings.Shown(text)}'")} is not a valid URL for webhooks; write one such as https://example.com/webhooks, without blanks, user name and fragment.");
        }

        if (url.Scheme != "https" && !options.AllowHttp)
        {
            return new WebhookRefusal(
                WebhookRefusalCodes.NotHttps, $"'{WebhookSettings.Shown(text)}' is not encrypted; write a URL that begins with https://.");
        }

        return !options.AllowPrivateNetworks && IsPrivate(url)
            ? new WebhookRefusal(
                WebhookRefusalCodes.PrivateAddress,
                $"'{WebhookSettings.Shown(url.Host)}' is not a public address; write a host that is reached from the internet.")
            : null;
    }

    /// <summary>An address that is not public, or a name that only ever means this machine or the network around it.</summary>
    private static bool IsPrivate(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(host.Trim('[', ']'), out var address)
            ? !PublicAddress.IsPublic(address)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || !host.Contains('.', StringComparison.Ordinal)
                || LocalEnds.Any(end => host.EndsWith(end, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// RFC 6761 and 6762 (localhost, local), RFC 8375 (home.arpa), and the one that ICANN has set aside for private use (internal).
    /// </summary>
    private static readonly string[] LocalEnds = [".localhost", ".local", ".home.arpa", ".internal"];
}
