using System.Text;
using Microsoft.AspNetCore.Http;
using Referrals.Codes;

namespace Referrals.AspNetCore.Landing;

/// <summary>
/// The link that a visitor followed, as the program writes its links: with the program's own host and path and the request's parameters. So a
/// link is read on any of the host's names, behind a proxy and on localhost, and its channel and signature count as they do everywhere.
/// </summary>
internal static class RequestLink
{
    /// <summary>More than a signed link with campaign parameters takes; what is beyond was added by others.</summary>
    private const int MaxLength = 1_500;

    internal static string Of(HttpRequest request, ReferralProgram program, ReferralCode code)
    {
        if (program.Links is not { } template)
        {
            return code.Value;
        }

        var link = new StringBuilder(template.Build(code));
        var query = link.ToString().IndexOf('?', StringComparison.Ordinal);
        var mark = query < 0 ? '?' : '&';
        var written = query < 0 ? [] : link.ToString()[(query + 1)..].Split('&').Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in request.QueryString.Value?.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (link.Length + parameter.Length < MaxLength && written.Add(NameOf(parameter)))
            {
                _ = link.Append(mark).Append(parameter);
                mark = '&';
            }
        }

        return link.ToString();
    }

    private static string NameOf(string parameter) => parameter.Split('=', 2)[0];
}
