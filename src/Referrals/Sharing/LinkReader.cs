using System.Collections.Frozen;

namespace Referrals.Sharing;

/// <summary>
/// Reads links by every template that a program ever had, under every name that the application is reached by: what is printed stays
/// readable. What is no link is left to whoever reads codes.
/// </summary>
internal sealed class LinkReader
{
    private readonly LinkTemplate[] _templates;
    private readonly FrozenSet<string> _hosts;

    /// <param name="templates">The templates, the one in force first.</param>
    /// <param name="hosts">Names of hosts besides those of the templates, such as <c>localhost</c>; with a port only that port is meant.</param>
    internal LinkReader(IEnumerable<LinkTemplate?> templates, IEnumerable<string> hosts)
    {
        _templates = [.. templates.OfType<LinkTemplate>().Distinct()];
        _hosts = hosts.Concat(_templates.Where(static template => template.IsWeb).Select(static template => template.Authority))
            .Select(UrlText.Bare)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Other names of the application's hosts; those of the templates are known.</summary>
    internal IReadOnlyCollection<string> Hosts => _hosts;

    /// <summary>What a link says; <c>default</c> where the text is no link, or one that cannot be read.</summary>
    /// <param name="text">What was followed, pasted or typed.</param>
    /// <param name="fault">A code of <see cref="SharingCodes"/> where the text is a link that says nothing; else <c>null</c>.</param>
    /// <param name="found">The host that is not known, or the link's path; <c>null</c> without a fault.</param>
    internal LinkReading Read(string? text, out string? fault, out string? found)
    {
        (fault, found) = (null, null);
        foreach (var template in _templates)
        {
            if (template.Read(text, _hosts) is { HasCode: true } reading)
            {
                return reading;
            }
        }

        if (_templates.Length > 0 && UrlText.IsLink(text) && UrlText.TryParse(text, "https", out var url))
        {
            var known = _hosts.Contains(UrlText.Bare(url.Authority)) || _hosts.Contains(UrlText.WithoutPort(UrlText.Bare(url.Authority)))
                || _templates.Any(template => template.IsAt(url.Scheme, url.Authority));
            (fault, found) = known ? (SharingCodes.LinkWithoutCode, url.Path) : (SharingCodes.LinkOfUnknownHost, url.Authority);
        }

        return default;
    }

    /// <summary>What speaks for a code in a text: the code of a link, or the text itself.</summary>
    internal string CodeText(string text) => Read(text, out _, out _).CodeText ?? text;
}
