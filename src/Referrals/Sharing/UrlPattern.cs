using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Referrals.Codes;

namespace Referrals.Sharing;

/// <summary>A link template taken apart: filled in one direction, matched in the other.</summary>
internal sealed class UrlPattern
{
    /// <summary>How many links can be wrapped in one another and are still unwrapped.</summary>
    private const int MaxWraps = 2;

    private static readonly string[] UnsafeSchemes = ["javascript", "data", "vbscript", "file", "about", "blob"];

    private readonly UrlText _url;
    private readonly ImmutableArray<(string Name, string Value)> _parameters;
    private readonly string? _codeParameter;

    private UrlPattern(UrlText url)
    {
        _url = url;
        _parameters = [.. url.Parameters()];
        _codeParameter = _parameters.FirstOrDefault(parameter => parameter.Value == LinkTemplate.CodeMark).Name;
    }

    internal static bool TryParse(
        string text, [NotNullWhen(true)] out UrlPattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        fault = FaultOf(text, out var url);
        pattern = fault is null ? new UrlPattern(url) : null;
        return pattern is not null;
    }

    internal string Fill(ReferralCode code, Channel channel, string? landing, LinkSeal seal)
    {
        var filled = new StringBuilder(_url.Scheme).Append("://").Append(_url.Authority)
            .Append(_url.Path).Replace(LinkTemplate.CodeMark, code.Value);
        var mark = '?';
        foreach (var (name, value) in _parameters)
        {
            Append(name, value switch
            {
                LinkTemplate.CodeMark => code.Value,
                LinkTemplate.ChannelMark => channel.IsDefault ? null : channel.Value,
                _ => value,
            });
        }

        Append(LinkSeal.LandingParameter, landing is null ? null : Uri.EscapeDataString(landing));
        Append(LinkSeal.KeyParameter, seal.KeyId);
        Append(LinkSeal.ExpiryParameter, seal.Expiry);
        Append(LinkSeal.SignatureParameter, seal.Signature);
        return filled.ToString();

        void Append(string name, string? value)
        {
            if (value is not null)
            {
                filled.Append(mark).Append(name).Append('=').Append(value);
                mark = '&';
            }
        }
    }

    internal string Authority => _url.Authority;

    internal bool IsWeb => SchemeClass(_url.Scheme) == "https";

    internal bool IsAt(string scheme, string authority) =>
        SchemeClass(scheme) == SchemeClass(_url.Scheme) && UrlText.Bare(authority) == UrlText.Bare(_url.Authority);

    internal LinkReading Read(string? text, IReadOnlySet<string> hosts, int wraps = 0)
    {
        if (!UrlText.TryParse(text, _url.Scheme, out var url))
        {
            return default;
        }

        var isOurs = IsAt(url.Scheme, url.Authority)
            || (IsWeb && SchemeClass(url.Scheme) == "https" && IsAmong(hosts, UrlText.Bare(url.Authority)));
        var code = isOurs ? _codeParameter is null ? CodeInPath(url.Path) : Parameter(url, _codeParameter) : null;
        if (code is not null)
        {
            var seal = new LinkSeal(
                Parameter(url, LinkSeal.KeyParameter),
                Parameter(url, LinkSeal.ExpiryParameter),
                Parameter(url, LinkSeal.SignatureParameter));
            return new LinkReading(code, ChannelOf(url), Parameter(url, LinkSeal.LandingParameter), seal);
        }

        return wraps < MaxWraps ? ReadWrapped(url, hosts, wraps) : default;
    }

    private LinkReading ReadWrapped(UrlText url, IReadOnlySet<string> hosts, int wraps)
    {
        foreach (var (_, value) in url.Parameters())
        {
            var inner = UrlText.Unescape(value);
            if (inner.Contains("://", StringComparison.Ordinal) && Read(inner, hosts, wraps + 1) is { HasCode: true } reading)
            {
                return reading;
            }
        }

        return default;
    }

    private string? CodeInPath(string path)
    {
        var at = _url.Path.IndexOf(LinkTemplate.CodeMark, StringComparison.Ordinal);
        var before = _url.Path[..at];
        var after = _url.Path[(at + LinkTemplate.CodeMark.Length)..].TrimEnd('/');
        path = path.TrimEnd('/');
        var found = path.Length > before.Length + after.Length
            && path.StartsWith(before, StringComparison.OrdinalIgnoreCase)
            && path.EndsWith(after, StringComparison.OrdinalIgnoreCase);
        var code = found ? path[before.Length..^after.Length] : "/";
        return code.Contains('/', StringComparison.Ordinal) ? null : Uri.UnescapeDataString(code);
    }

    private Channel ChannelOf(UrlText url)
    {
        foreach (var (name, value) in _parameters)
        {
            if (value == LinkTemplate.ChannelMark && Channel.TryFrom(Parameter(url, name), out var channel))
            {
                return channel;
            }
        }

        return default;
    }

    private static string? Parameter(UrlText url, string name)
    {
        foreach (var (given, value) in url.Parameters())
        {
            if (value.Length > 0 && given.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return UrlText.Unescape(value);
            }
        }

        return null;
    }

    private static string SchemeClass(string scheme) => scheme == "http" ? "https" : scheme;

    private static bool IsAmong(IReadOnlySet<string> hosts, string authority) =>
        hosts.Contains(authority) || hosts.Contains(UrlText.WithoutPort(authority));

    private static string? FaultOf(string text, out UrlText url)
    {
        if (!UrlText.TryParse(text, "-", out url))
        {
            return "it requires a scheme and a host, such as https://shop.example/r/{code}.";
        }

        if (Array.IndexOf(UnsafeSchemes, url.Scheme) >= 0)
        {
            return $"the scheme '{url.Scheme}' runs or shows what it is given; take https or the scheme of an app.";
        }

        var parameters = url.Parameters().ToArray();
        if (Array.Find(parameters, parameter => LinkSeal.IsOurs(parameter.Name)).Name is { } ours)
        {
            return $"the parameter '{ours}' is written by the library itself.";
        }

        var marks = (text.Length - text.Replace(LinkTemplate.CodeMark, string.Empty, StringComparison.Ordinal).Length)
            / LinkTemplate.CodeMark.Length;
        var placed = url.Path.Contains(LinkTemplate.CodeMark, StringComparison.Ordinal)
            || Array.Exists(parameters, parameter => parameter.Value == LinkTemplate.CodeMark);
        if (marks != 1 || !placed)
        {
            return $"it takes {LinkTemplate.CodeMark} once, in the path or as the whole value of a parameter.";
        }

        var rest = parameters.Where(parameter => parameter.Value is not (LinkTemplate.CodeMark or LinkTemplate.ChannelMark))
            .Select(parameter => parameter.Name + "=" + parameter.Value)
            .Append(url.Path.Replace(LinkTemplate.CodeMark, string.Empty, StringComparison.Ordinal));
        return text.Contains('#', StringComparison.Ordinal) || !rest.All(IsUrlText)
            ? $"it takes only characters of a URL, no fragment, and besides {LinkTemplate.CodeMark} only "
                + $"{LinkTemplate.ChannelMark} as the whole value of a parameter; escape anything else with %."
            : null;
    }

    private static bool IsUrlText(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || "/-._~%!$'()*+,;=:@".Contains(c, StringComparison.Ordinal));
}

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
