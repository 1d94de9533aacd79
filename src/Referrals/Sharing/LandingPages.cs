using System.Collections.Immutable;

namespace Referrals.Sharing;

/// <summary>
/// Where referral links may lead. A link asks for a page by a name or a path; whatever it asks for, the answer is a
/// page of this list, so no link can send visitors anywhere else.
/// </summary>
/// <example><code>
/// var pages = LandingPages.Of("https://shop.example/welcome")
///     .WithPage("shoes", "https://shop.example/sale/shoes")
///     .WithPagesUnder("https://shop.example/products/");
/// pages.Resolve("shoes");                // https://shop.example/sale/shoes
/// pages.Resolve("/products/42");         // https://shop.example/products/42
/// pages.Resolve("//evil.example");       // https://shop.example/welcome
/// </code></example>
/// <remarks>Immutable.</remarks>
public sealed class LandingPages
{
    private const int MaxRequestLength = 512;

    private readonly ImmutableDictionary<string, string> _pages;
    private readonly ImmutableArray<Uri> _folders;

    private LandingPages(string usual, ImmutableDictionary<string, string> pages, ImmutableArray<Uri> folders)
    {
        Usual = usual;
        _pages = pages;
        _folders = folders;
    }

    /// <summary>The page of links that ask for none, or for one that is not on the list.</summary>
    public string Usual { get; }

    /// <summary>A list of one page.</summary>
    /// <param name="url">An absolute URL: <c>https</c>, or <c>http</c> while developing.</param>
    /// <exception cref="ArgumentException">The URL is not absolute, or neither <c>https</c> nor
    /// <c>http</c>.</exception>
    public static LandingPages Of(string url) =>
        new(Checked(url).AbsoluteUri, ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase), []);

    /// <summary>The same list and a page with a name.</summary>
    /// <param name="name">What a link asks for; upper and lower case are the same. Does not begin with a slash.</param>
    /// <param name="url">An absolute URL as of <see cref="Of"/>.</param>
    /// <exception cref="ArgumentException">The name is empty, taken or begins with a slash, or the URL is
    /// wrong.</exception>
    public LandingPages WithPage(string name, string url)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name[0] == '/' || name.Length > MaxRequestLength || _pages.ContainsKey(name)
            ? throw new ArgumentException(
                $"'{name}' is not a free name for a page: it is taken, too long or begins with a slash.", nameof(name))
            : new LandingPages(Usual, _pages.Add(name, Checked(url).AbsoluteUri), _folders);
    }

    /// <summary>The same list and every page whose path begins with that of a folder.</summary>
    /// <param name="folder">An absolute URL as of <see cref="Of"/> that ends with a slash, without a query.</param>
    /// <exception cref="ArgumentException">The URL is wrong, or does not end with a slash.</exception>
    public LandingPages WithPagesUnder(string folder)
    {
        var uri = Checked(folder);
        return uri.AbsoluteUri.EndsWith('/') && uri.Query.Length == 0
            ? new LandingPages(Usual, _pages, _folders.Add(uri))
            : throw new ArgumentException($"'{folder}' is not a valid folder: it must end with a slash and have no query.", nameof(folder));
    }

    /// <summary>The page that a link leads to.</summary>
    /// <param name="requested">
    /// What the link asks for: the name of a page, or a path from its first slash on, of <c>a-z A-Z 0-9 / - . _ ~</c>
    /// only. Anything else leads to the usual page.
    /// </param>
    /// <returns>An absolute URL of this list, whatever was asked for.</returns>
    public string Resolve(string? requested)
    {
        if (requested is null || requested.Length > MaxRequestLength)
        {
            return Usual;
        }

        if (_pages.TryGetValue(requested, out var page))
        {
            return page;
        }

        if (IsPlainPath(requested))
        {
            foreach (var folder in _folders)
            {
                if (requested.StartsWith(folder.AbsolutePath, StringComparison.Ordinal))
                {
                    return folder.GetLeftPart(UriPartial.Authority) + requested;
                }
            }
        }

        return Usual;
    }

    /// <summary>
    /// Nothing that a browser, a proxy or a router could read in another way than we do: no escapes, no double slash,
    /// no dots.
    /// </summary>
    private static bool IsPlainPath(string path) =>
        path.StartsWith('/')
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '.' or '_' or '~')
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains("/.", StringComparison.Ordinal);

    private static Uri Checked(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0
            ? uri
            : throw new ArgumentException(
                $"'{url}' is not a valid landing page: use an absolute https URL without a user name.", nameof(url));
    }
}
