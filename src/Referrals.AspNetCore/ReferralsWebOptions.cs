using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Referrals.Explanations;
using Referrals.Sharing;

namespace Referrals.AspNetCore;

/// <summary>How the web part of the SDK knows people and where it leads them. See <c>AddWeb</c>.</summary>
public sealed class ReferralsWebOptions
{
    /// <summary>The name of the query parameter, and of the form field, that carries a code where no cookie may be set.</summary>
    public const string CodeParameter = "ref";

    /// <summary>
    /// Who is signed in: the customer of a request, or <c>null</c> for nobody. It has to be set before anything is mapped that shows what
    /// belongs to a person; without it the host does not start.
    /// </summary>
    /// <value>The default is <c>null</c>. See <see cref="WebCustomer.FromClaim"/> for hosts whose principal holds the id.</value>
    public Func<HttpContext, ValueTask<WebCustomer?>>? Customer { get; set; }

    /// <summary>The tenant of a request; <c>null</c> for a host without tenants.</summary>
    /// <value>The default is <c>null</c>.</value>
    public Func<HttpContext, TenantId>? Tenant { get; set; }

    /// <summary>Whether the visitor's code may be remembered in a cookie. Where it may not, the code stays in the URL.</summary>
    /// <value>The default asks ASP.NET Core's consent feature where the host uses it, and is yes where it does not.</value>
    public Func<HttpContext, ValueTask<bool>> MayRemember { get; set; } =
        static context => ValueTask.FromResult(context.Features.Get<ITrackingConsentFeature>()?.CanTrack ?? true);

    /// <summary>The pages to which links may lead; <c>null</c> for the welcome page of this package, <c>{prefix}/welcome</c>.</summary>
    /// <value>The default is <c>null</c>.</value>
    public LandingPages? Landing { get; set; }

    /// <summary>Where the host's registration is: a path of this application, such as <c>/register</c>. The welcome page leads there.</summary>
    /// <value>The default is <c>null</c>: the welcome page has no such button.</value>
    public string? SignUpPath { get; set; }

    /// <summary>Where the name of the product above each page leads: a path of this application, such as <c>/</c>.</summary>
    /// <value>The default is <c>null</c>: nothing stands above the pages, for a host that shows them inside its own.</value>
    public string? HomePath { get; set; }

    /// <summary>
    /// A style sheet of the host that the pages load after their own: a path of this application, such as <c>/shop.css</c>. It can set the colours,
    /// corners and font (<c>--referrals-accent</c> and others) on <c>:root</c>.
    /// </summary>
    /// <value>The default is <c>null</c>: none.</value>
    public string? StyleSheet { get; set; }

    /// <summary>The name of the host's product, as people know it.</summary>
    /// <value>The default is <c>null</c>: the name of the program.</value>
    public string? ProductName { get; set; }

    /// <summary>The picture that messengers show beside a link: an absolute <c>https</c> URL, best 1200 by 630 pixels and below 300 kB.</summary>
    /// <value>The default is <c>null</c>: no picture.</value>
    public string? PreviewImage { get; set; }

    /// <summary>
    /// The iPhone and iPad applications that open links, each as the team's id and the bundle's, such as <c>A1B2C3D4E5.com.example.shop</c>. See
    /// <c>MapReferralAppLinks</c>.
    /// </summary>
    /// <value>The default is empty: links open in the browser.</value>
    public IList<string> AppleApps { get; } = [];

    /// <summary>
    /// The Android applications that open links: the name of the package, such as <c>com.example.shop</c>, and the SHA-256 fingerprints of its signing
    /// certificates, each 32 bytes in hexadecimal with colons. See <c>MapReferralAppLinks</c>.
    /// </summary>
    /// <value>The default is empty: links open in the browser.</value>
    public IDictionary<string, IReadOnlyList<string>> AndroidApps { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The ways to share that the participant page offers, in this order.</summary>
    /// <value>The default is WhatsApp, e-mail, text message, X, Facebook and LinkedIn; a channel without a link that opens it is left out.</value>
    public IList<Channel> Channels { get; } =
        [ShareChannels.WhatsApp, ShareChannels.Email, ShareChannels.Sms, ShareChannels.X, ShareChannels.Facebook, ShareChannels.LinkedIn];

    /// <summary>What participants send; <c>null</c> for the messages of this package.</summary>
    /// <value>The default is <c>null</c>.</value>
    public ShareMessages? Messages { get; set; }

    /// <summary>
    /// What friends are called towards the participant who referred them, such as "Ben K."; asked once for each page of the list. Return only
    /// names that the friends have agreed to show.
    /// </summary>
    /// <value>The default is <c>null</c>: every friend is "a friend".</value>
    public Func<IReadOnlyList<CustomerId>, CancellationToken, ValueTask<IReadOnlyDictionary<CustomerId, string>>>? FriendLabels { get; set; }

    /// <summary>The leaderboard of the participant page; <c>null</c> for a program that has none.</summary>
    /// <value>The default is <c>null</c>.</value>
    public ParticipantLeaderboard? Leaderboard { get; set; }

    /// <summary>
    /// The language of a request. What it names is looked for among the texts of this package; the nearest is taken, else English.
    /// </summary>
    /// <value>The default is the current UI culture, which <c>UseRequestLocalization</c> sets.</value>
    public Func<HttpContext, CultureInfo> Culture { get; set; } = static _ => CultureInfo.CurrentUICulture;

    /// <summary>
    /// The words of terms and reasons in the language of a request, such as <see cref="ReferralTexts.For"/> with the host's words for what it
    /// named itself; <c>null</c> for those of the SDK. Where they are in a language that the pages do not have, the page marks them with it.
    /// </summary>
    /// <value>The default is <c>null</c>: <see cref="ReferralTexts.For"/> of the request's culture.</value>
    public Func<CultureInfo, ReferralTexts?>? Words { get; set; }

    /// <summary>The name of the cookie. One that begins with <c>__Host-</c> can be set by this host and over HTTPS only.</summary>
    /// <value>The default is <c>__Host-ref</c>.</value>
    public string CookieName { get; set; } = "__Host-ref";

    /// <summary>How long the cookie is kept. Best as long as the program's window of attribution.</summary>
    /// <value>The default is 30 days; 1 minute to 400 days, the longest that browsers keep one.</value>
    public TimeSpan CookieLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How many clicks on links are looked up in a minute from one address (from one /64 of IPv6). Beyond it people still reach the page,
    /// with the code in the URL, and nothing is counted.
    /// </summary>
    /// <value>The default is 120; 1 to 100,000.</value>
    public int ClicksPerMinute { get; set; } = 120;

    /// <summary>How many typed codes are looked up in a minute from one address (from one /64 of IPv6). Beyond it the answer is 429.</summary>
    /// <value>The default is 10; 1 to 100,000.</value>
    public int CodesPerMinute { get; set; } = 10;

    /// <summary>Throws where an option is wrong.</summary>
    /// <exception cref="ReferralsException">An option is out of its range.</exception>
    internal void Check()
    {
        Range(ClicksPerMinute, nameof(ClicksPerMinute));
        Range(CodesPerMinute, nameof(CodesPerMinute));
        if (CookieLifetime < TimeSpan.FromMinutes(1) || CookieLifetime > TimeSpan.FromDays(400))
        {
            throw Wrong(nameof(CookieLifetime), CookieLifetime.ToString("c", CultureInfo.InvariantCulture), "from 1 minute to 400 days");
        }

        if (CookieName is null or "" || !CookieName.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            throw Wrong(nameof(CookieName), CookieName, "of letters, digits, '_', '-' and '.'");
        }

        if (SignUpPath is { } path && !IsLocal(path))
        {
            throw Wrong(nameof(SignUpPath), path, "a path of this application, such as /register");
        }

        if (HomePath is { } home && !IsLocal(home))
        {
            throw Wrong(nameof(HomePath), home, "a path of this application, such as /");
        }

        if (StyleSheet is { } sheet && !IsLocal(sheet))
        {
            throw Wrong(nameof(StyleSheet), sheet, "a path of this application, such as /shop.css");
        }

        if (Leaderboard?.Fault() is { } fault)
        {
            throw Wrong($"{nameof(Leaderboard)}.{fault.Option}", fault.Value, fault.Rule);
        }

        if (PreviewImage is { } image && !(Uri.TryCreate(image, UriKind.Absolute, out var uri) && uri.Scheme == "https"))
        {
            throw Wrong(nameof(PreviewImage), image, "an absolute https URL");
        }
    }

    /// <summary>A path that no browser takes for another host: it begins with one slash and holds no backslash or control character.</summary>
    internal static bool IsLocal(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Any(static c => c == '\\' || char.IsControl(c));

    private static void Range(int value, string name)
    {
        if (value is < 1 or > 100_000)
        {
            throw Wrong(name, value.ToString(CultureInfo.InvariantCulture), "from 1 to 100,000");
        }
    }

    private static ReferralsException Wrong(string option, string? value, string rule) =>
        new($"{nameof(ReferralsWebOptions)}.{option} is '{value}'; it has to be {rule}. Set it in AddWeb(o => o.{option} = ...).");
}
