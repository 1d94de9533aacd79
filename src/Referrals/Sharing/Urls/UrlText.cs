namespace Referrals.Sharing.Urls;

/// <summary>
/// A URL in parts, as it was written. Unlike <see cref="Uri"/> it neither throws nor rewrites, and it is bounded.
/// </summary>
internal readonly record struct UrlText
{
    /// <summary>A longer text is refused unread.</summary>
    internal const int MaxLength = 4096;

    private const string SchemeEnd = "://";

    private UrlText(string scheme, string authority, string path, string query)
    {
        Scheme = scheme;
        Authority = authority;
        Path = path;
        Query = query;
    }

    /// <summary>In small letters.</summary>
    internal string Scheme { get; }

    /// <summary>Host and port, in small letters.</summary>
    internal string Authority { get; }

    /// <summary>Empty, or begins with a slash; still escaped.</summary>
    internal string Path { get; }

    /// <summary>Without the question mark; still escaped.</summary>
    internal string Query { get; }

    /// <summary>
    /// Takes a URL apart; one without a scheme, as people paste it, gets <paramref name="defaultScheme"/>.
    /// </summary>
    internal static bool TryParse(string? text, string defaultScheme, out UrlText url)
    {
        url = default;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        text = text.Trim();
        var schemeEnd = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        var authorityEnd = text.AsSpan().IndexOfAny('/', '?', '#');
        var hasScheme = schemeEnd > 0 && schemeEnd < authorityEnd;
        var scheme = hasScheme ? text[..schemeEnd].ToLowerInvariant() : defaultScheme;
        var rest = hasScheme ? text[(schemeEnd + SchemeEnd.Length)..] : text;
        rest = Before(rest, '#', out _);
        var location = Before(rest, '?', out var query);
        var slash = location.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? location : location[..slash];
        if (!IsScheme(scheme) || !IsAuthority(authority))
        {
            return false;
        }

        url = new UrlText(scheme, authority.ToLowerInvariant(), slash < 0 ? string.Empty : location[slash..], query);
        return true;
    }

    /// <summary>The parameters of the query, still escaped, in their order.</summary>
    internal IEnumerable<(string Name, string Value)> Parameters()
    {
        foreach (var part in Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Before(part, '=', out var value);
            yield return (name, value);
        }
    }

    /// <summary>The text that was escaped for a query; what is no valid escape stays as it is.</summary>
    internal static string Unescape(string escaped) => Uri.UnescapeDataString(escaped.Replace('+', ' '));

    /// <summary>Whether a text is meant as a link, and not as a code: with a scheme, or with a dot before its first slash.</summary>
    internal static bool IsLink(string? text)
    {
        if (text is null)
        {
            return false;
        }

        var slash = text.AsSpan().Trim().IndexOf('/');
        return text.Contains(SchemeEnd, StringComparison.Ordinal) || (slash > 0 && text.AsSpan().Trim()[..slash].Contains('.'))
            || text.TrimStart().StartsWith("www.", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Host and port without <c>www.</c></summary>
    internal static string Bare(string authority) =>
        authority.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? authority[4..] : authority;

    /// <summary>The host alone; one of IPv6 keeps its brackets.</summary>
    internal static string WithoutPort(string authority)
    {
        var colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']') ? authority[..colon] : authority;
    }

    private static string Before(string text, char mark, out string after)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        after = at < 0 ? string.Empty : text[(at + 1)..];
        return at < 0 ? text : text[..at];
    }

    private static bool IsScheme(string scheme) =>
        char.IsAsciiLetter(scheme[0]) && scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');

    private static bool IsAuthority(string authority) =>
        authority.Length > 0 && authority.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']');
}
